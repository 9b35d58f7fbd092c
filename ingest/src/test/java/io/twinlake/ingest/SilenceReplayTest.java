package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Followed runs with silences of any length in which processes die: what epoch records say makes the same rows again. */
class SilenceReplayTest {

    private static final String TIMERS = FollowTest.SETTLING.replace("properties:\n", """
            expiry: {after: 100s}
            properties:
              lux: {type: double, last: lux, max_silence: 40s}
              minute: {window: {type: tumbling, size: 1m}, aggregate: {seen: count(*)}}
            """);

    private static final String[] SOURCES = {FollowTest.EAST, FollowTest.WEST};

    private final Lake lake = new Lake();
    private int second = 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void records_of_silent_rounds_make_the_same_rows_again_wherever_processes_died(long seed) {
        Random random = new Random(seed);
        PipelineOptions options = FollowTest.OPTIONS.withStateInterval(
                random.nextBoolean() ? Duration.ofDays(1) : Duration.ofSeconds(1 + random.nextInt(100)));
        FollowedRun story = story(random);
        for (int deaths = random.nextInt(4); deaths > 0; deaths--) {
            FaultyStorage faulty = FaultyStorage.over(lake.memory).atRequest(1 + random.nextInt(60), Fault.CRASH_AFTER);
            FollowTest.crashes(story, faulty, options, TIMERS, SOURCES);
            lake.clock.advance(Duration.ofSeconds(random.nextInt(1_000)));
        }
        story.run(lake.memory, TIMERS, options, SOURCES);
        List<String> rows = lake.rows("city/lamp_state");
        List<String> letters = lake.deadLetters();
        assertThat(rows).as("seed %d", seed).anyMatch(row -> row.contains("cause=expired"));
        assertThat(identities(rows)).as("seed %d", seed).doesNotHaveDuplicates();

        delete(Lake.HOME.resolve("city"));
        delete(DeadLetterTable.in(Lake.HOME));
        delete(Lake.HOME.resolve("_twinlake/pipelines/lamps/state"));
        new FollowedRun(lake).run(lake.memory, TIMERS, options, SOURCES);

        assertThat(lake.rows("city/lamp_state")).as("seed %d", seed).isEqualTo(rows);
        assertThat(lake.deadLetters()).as("seed %d", seed).isEqualTo(letters);
    }

    private FollowedRun story(Random random) {
        FollowedRun story = new FollowedRun(lake).thenAppend("east.jsonl", reading("L0", 30, 5));
        for (int step = 0; step < 15; step++) {
            if (random.nextBoolean()) {
                story.thenWait(Duration.ofSeconds(random.nextInt(150)));
            } else {
                second += random.nextInt(120);
                String[] readings = {
                    reading("L" + random.nextInt(3), second, random.nextInt(200)),
                    reading("L" + random.nextInt(3), second - random.nextInt(20), random.nextInt(200))
                };
                story.thenAppend(random.nextBoolean() ? "east.jsonl" : "west.jsonl", readings);
            }
        }
        return story.thenWait(Duration.ofMinutes(5));
    }

    private static List<String> identities(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceAll(".*(key=\\S+).*( born_at=\\S+ seq=\\S+) .*", "$1$2"))
                .toList();
    }

    private void delete(Location folder) {
        List<Location> found = new ArrayList<>();
        lake.memory.list(folder, "").forEachRemaining(info -> found.add(info.location()));
        assertThat(found).allMatch(at -> at.toString().startsWith(folder.toString()));
        lake.memory.delete(found);
    }
}
