package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.SimulatedCrash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowTest {

    static final String EAST = Lake.INPUT + "east.jsonl";
    static final String WEST = Lake.INPUT + "west.jsonl";

    /** Levels that settle: rows that the watermark makes. */
    static final String SETTLING = Lake.LAMPS
            .replace("late: dead_letter}", "late: dead_letter, idle_after: 60s}")
            .replace("bright: 100}}", "bright: 100}}\n    settle: 5s");

    static final PipelineOptions OPTIONS =
            Lake.options().withStateInterval(Duration.ofDays(1)).withTakeOver(true);

    private static final PipelineOptions KEEPING = OPTIONS.withStateInterval(Duration.ofSeconds(1));
    private static final String SECOND_RECORD = "epochs/00000000000000000002.json";

    private final Lake lake = new Lake();

    @Test
    void what_is_late_depends_on_the_watermark_at_the_begin_of_a_round() {
        lake.with("east.jsonl", reading("L1", 30, 5), reading("L1", 10, 5), reading("L1", 30, 50));
        new FollowedRun(lake)
                .thenAppend("east.jsonl", reading("L1", 19, 5), reading("L1", 20, 150))
                .run(lake.memory, Lake.LAMPS, OPTIONS, EAST);

        assertThat(levels(lake)).containsExactly("dark", "dim", "bright");
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("source_offset=3 reason=late")
                .contains("older than the watermark 2013-01-01T00:00:20Z");
    }

    @Test
    void when_all_is_silent_timers_fire_by_the_time_that_passes_since() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        FollowedRun run = new FollowedRun(lake)
                .thenWait(Duration.ofSeconds(65))
                .then(() -> assertThat(settled()).isEmpty())
                .thenWait(Duration.ofSeconds(10));
        run.run(lake.memory, SETTLING, OPTIONS, EAST);

        assertThat(settled()).containsExactly("key=L1 observed_at=2013-01-01T00:00:35Z");
    }

    @Test
    void a_silent_twin_expires_has_heartbeats_and_closes_windows_though_no_event_comes() {
        String timers = SETTLING.replace("properties:\n", """
                expiry: {after: 100s}
                properties:
                  lux: {type: double, last: lux, max_silence: 40s}
                  minute: {window: {type: tumbling, size: 1m}, aggregate: {seen: count(*)}}
                """);
        lake.with("east.jsonl", reading("L1", 30, 5));
        new FollowedRun(lake).thenWait(Duration.ofMinutes(5)).run(lake.memory, timers, OPTIONS, EAST);

        assertThat(lake.rows("city/lamp_state"))
                .extracting(row -> row.replaceAll(".*observed_at=2013-01-01T(\\S+) .* cause=(\\S+) .*", "$1 $2"))
                .containsExactly(
                        "00:00:30Z change",
                        "00:00:35Z change",
                        "00:01:00Z window",
                        "00:01:40Z heartbeat",
                        "00:02:10Z expired");
    }

    @Test
    void nothing_fires_in_silence_without_idle_after() {
        String patient = SETTLING.replace(", idle_after: 60s", "");
        lake.with("east.jsonl", reading("L1", 30, 5));
        new FollowedRun(lake).thenWait(Duration.ofDays(2)).run(lake.memory, patient, OPTIONS, EAST);

        assertThat(settled()).isEmpty();
    }

    @Test
    void the_time_for_which_no_process_ran_is_no_silence() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        new FollowedRun(lake).run(lake.memory, SETTLING, OPTIONS, EAST);
        lake.clock.advance(Duration.ofDays(2));
        lake.append("east.jsonl", reading("L1", 31, 5), reading("L2", 25, 5));
        new FollowedRun(lake).run(lake.memory, SETTLING, OPTIONS, EAST);

        assertThat(settled()).isEmpty();
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void silence_goes_on_from_where_a_process_left_it() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        for (int i = 0; i < 3; i++) {
            new FollowedRun(lake).thenWait(Duration.ofSeconds(62)).run(lake.memory, SETTLING, OPTIONS, EAST);
        }
        String watermark = String.valueOf(PipelineStatus.of(lake.environment(lake.memory), Lake.HOME, "lamps")
                .watermarks());

        assertThat(watermark).isEqualTo("{city.lamp_state=2013-01-01T00:00:41Z}");
    }

    @Test
    void an_event_after_a_silence_is_late_by_the_watermark_that_went_on() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        new FollowedRun(lake)
                .thenWait(Duration.ofMinutes(5))
                .thenAppend("east.jsonl", reading("L1", 40, 5))
                .run(lake.memory, SETTLING, OPTIONS, EAST);

        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("reason=late")
                .contains("event time 2013-01-01T00:00:40Z is older than the watermark 2013-01-01T00:04:");
    }

    private List<String> settled() {
        return lake.rows("city/lamp_state").stream()
                .filter(row -> row.contains("level=dark"))
                .map(row -> row.replaceAll("(key=\\S+ observed_at=\\S+) .*", "$1"))
                .toList();
    }

    @Test
    void a_new_file_of_a_folder_whose_files_are_partitions_may_sort_before_the_others() {
        lake.with("b.jsonl", reading("L1", 5, 5));
        new FollowedRun(lake)
                .thenAppend("a.jsonl", reading("L2", 1, 50))
                .thenAppend("b.jsonl", reading("L1", 6, 50))
                .run(lake.memory, Lake.LAMPS, OPTIONS, Lake.INPUT + "?partition=file");

        assertThat(levels(lake)).containsExactly("dark", "dim", "dim");
        assertThat(lake.rows("city/lamp_state")).anyMatch(row -> row.contains("a.jsonl source_offset=0"));
    }

    @Test
    void rounds_without_rows_are_made_again_with_the_epoch_that_they_belong_to() {
        String[] rounds = {
            reading("L1", 30, 5), reading("L1", 33, 5), reading("L1", 22, 5) + "\n" + reading("L1", 34, 50)
        };
        Lake undisturbed = new Lake().with("east.jsonl", rounds[0]);
        quietRounds(undisturbed, rounds).run(undisturbed.memory, Lake.LAMPS, OPTIONS, EAST);
        assertThat(undisturbed.deadLetters()).hasSize(1);

        lake.with("east.jsonl", rounds[0]);
        FollowedRun run = quietRounds(lake, rounds);
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000002.json"), Fault.CRASH_AFTER);
        assertThat(crashes(run, faulty, OPTIONS, Lake.LAMPS, EAST)).isTrue();
        run.run(lake.memory, Lake.LAMPS, OPTIONS, EAST);

        assertThat(lake.rows("city/lamp_state")).isEqualTo(undisturbed.rows("city/lamp_state"));
        assertThat(lake.deadLetters()).isEqualTo(undisturbed.deadLetters());
    }

    @Test
    void rounds_that_a_state_checkpoint_holds_are_not_recorded() {
        Lake undisturbed = new Lake();
        int all = recordedAfterQuiet(undisturbed, OPTIONS);
        int few = recordedAfterQuiet(lake, OPTIONS.withStateInterval(Duration.ofSeconds(20)));

        assertThat(few).isLessThan(all / 3);
        assertThat(lake.rows("city/lamp_state"))
                .isEqualTo(undisturbed.rows("city/lamp_state"))
                .hasSize(2);
        assertThat(lake.deadLetters()).isEqualTo(undisturbed.deadLetters()).hasSize(1);
    }

    /** Sixty rounds without a row, then an epoch whose process dies at once; the bytes of its record. */
    private static int recordedAfterQuiet(Lake lake, PipelineOptions options) {
        lake.with("east.jsonl", reading("L1", 0, 5));
        FollowedRun run = new FollowedRun(lake);
        for (int second = 30; second < 90; second++) {
            run.thenAppend("east.jsonl", reading("L1", second, 5));
        }
        run.thenAppend("east.jsonl", reading("L1", 70, 5) + "\n" + reading("L1", 91, 50));
        String second = "epochs/00000000000000000002.json";
        FaultyStorage faulty = FaultyStorage.over(lake.memory).on(Operation.putIfAbsent(second), Fault.CRASH_AFTER);
        assertThat(crashes(run, faulty, options, Lake.LAMPS, EAST)).isTrue();
        int bytes = lake.memory.read(Lake.HOME.resolve("_twinlake/pipelines/lamps/" + second)).length;
        run.run(lake.memory, Lake.LAMPS, options, EAST);
        return bytes;
    }

    @Test
    void a_pipeline_whose_sources_are_others_now_makes_its_epochs_again_with_those_that_it_had() {
        lake.with("east.jsonl", reading("L1", 30, 5)).with("west.jsonl", reading("L3", 10, 5));
        new FollowedRun(lake).run(lake.memory, SETTLING, OPTIONS, EAST, WEST);
        FollowedRun alone = new FollowedRun(lake).thenAppend("east.jsonl", reading("L1", 60, 50));
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000003.json"), Fault.CRASH_AFTER);
        assertThat(crashes(alone, faulty, OPTIONS, SETTLING, EAST)).isTrue();

        new FollowedRun(lake).run(lake.memory, SETTLING, OPTIONS, EAST, WEST);

        assertThat(lake.rows("city/lamp_state"))
                .anyMatch(row -> row.contains("key=L1 observed_at=2013-01-01T00:00:35Z"));
    }

    @Test
    void an_event_too_far_in_the_future_is_refused_by_the_clock_of_its_round() {
        String skewed = Lake.LAMPS.replace("late: dead_letter}", "late: dead_letter, max_future_skew: 10s}");
        String future = "{\"lamp\":\"L1\",\"at\":\"2024-01-01T01:00:00Z\",\"lux\":50}";
        lake.with("east.jsonl", reading("L1", 0, 5), future);
        new FollowedRun(lake)
                .thenWait(Duration.ofHours(1))
                .thenAppend("east.jsonl", future)
                .run(lake.memory, skewed, OPTIONS, EAST);

        assertThat(levels(lake)).containsExactly("dark", "dim");
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("source_offset=1 reason=time")
                .contains("is more than max_future_skew PT10S ahead of the clock 2024-01-01T00:00:0");
    }

    @Test
    void of_two_processes_that_consume_events_without_a_row_one_stops_and_the_other_ones_go_on() {
        FollowedRun overtaken = besideAnother(() -> new FollowedRun(lake).run(lake.memory, Lake.LAMPS, KEEPING, EAST));
        assertThatThrownBy(() -> overtaken.run(lake.memory, Lake.LAMPS, KEEPING, EAST))
                .isInstanceOf(PipelineConflictException.class)
                .hasMessageContaining("another process of pipeline lamps has recorded epoch");

        lake.append("east.jsonl", reading("L1", 61, 150));
        new FollowedRun(lake).run(lake.memory, Lake.LAMPS, KEEPING, EAST);

        assertThat(levels(lake)).containsExactly("dark", "bright");
        assertThat(lake.deadLetters()).singleElement().asString().contains("source_offset=3 reason=late");
    }

    /** Rounds that are kept, then one whose first event another process has read, and kept, before. */
    private FollowedRun besideAnother(Runnable another) {
        lake.with("east.jsonl", reading("L1", 30, 5));
        return new FollowedRun(lake)
                .thenAppend("east.jsonl", reading("L1", 33, 5))
                .then(() -> {
                    lake.append("east.jsonl", reading("L1", 60, 5));
                    another.run();
                    lake.append("east.jsonl", reading("L1", 40, 50));
                });
    }

    @Test
    void events_without_a_row_are_consumed_in_the_same_rounds_again_where_state_checkpoints_are_gone() {
        besideAnother(() -> {}).run(lake.memory, Lake.LAMPS, KEEPING, EAST);
        List<String> rows = lake.rows("city/lamp_state");
        assertThat(rows).hasSize(2);
        lake.memory.delete(List.of(Lake.HOME.resolve("city/lamp_state/_delta_log/00000000000000000002.json")));
        deleteStates();

        new FollowedRun(lake).run(lake.memory, Lake.LAMPS, KEEPING, EAST);

        assertThat(lake.rows("city/lamp_state")).isEqualTo(rows);
    }

    @Test
    void an_epoch_is_not_made_again_from_anything_but_what_was_kept_before_it() {
        besideAnother(() -> {}).run(lake.memory, Lake.LAMPS, KEEPING, EAST);
        deleteStates();
        Location second = PipelineFolder.of(Lake.HOME, "lamps").epoch(2);
        String record = new String(lake.memory.read(second), StandardCharsets.UTF_8);
        // Releases of before kept states without a record of what they had consumed.
        lake.memory.put(second, Content.of(record.replaceFirst("\\{\"record\":1,", "{\"record\":2,")));

        assertThatThrownBy(() -> new FollowedRun(lake).run(lake.memory, Lake.LAMPS, KEEPING, EAST))
                .isInstanceOf(CorruptPipelineException.class)
                .hasMessageContaining("epoch 2 was recorded with records from 2 of readings=")
                .hasMessageContaining("and what was kept before it ends at 1")
                .hasMessageContaining("Put back from a copy");
    }

    private void deleteStates() {
        List<Location> states = new ArrayList<>();
        lake.memory
                .list(Lake.HOME.resolve("_twinlake/pipelines/lamps/state"), "")
                .forEachRemaining(state -> states.add(state.location()));
        lake.memory.delete(states);
    }

    @Test
    void a_process_that_has_nothing_to_commit_gives_signs_of_life() {
        Pipeline second = lake.pipeline(Lake.LAMPS, OPTIONS.withTakeOver(false), EAST);
        lake.with("east.jsonl", reading("L1", 30, 5));
        FollowedRun run = new FollowedRun(lake);
        for (int i = 0; i < 20; i++) {
            run.then(() -> {});
        }
        run.then(() -> assertThatThrownBy(() -> second.run(PipelineListener.NONE))
                        .isInstanceOf(PipelineConflictException.class)
                        .hasMessageContaining("pipeline lamps is run by process"))
                .run(lake.memory, Lake.LAMPS, OPTIONS, EAST);
    }

    @Test
    void a_process_that_has_nothing_to_commit_stops_when_it_was_taken_over() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        PipelineFolder folder = PipelineFolder.of(Lake.HOME, "lamps");
        FollowedRun run = new FollowedRun(lake)
                .then(() -> Ownership.claim(lake.environment(lake.memory), folder, OPTIONS))
                .thenWait(Duration.ofSeconds(30));

        assertThatThrownBy(() -> run.run(lake.memory, Lake.LAMPS, OPTIONS, EAST))
                .isInstanceOf(PipelineConflictException.class)
                .hasMessageContaining("was taken over by process");
    }

    @Test
    void a_record_from_before_it_named_all_sources_has_those_that_moved() {
        lake.with("east.jsonl", reading("L1", 30, 5));
        FollowedRun run = new FollowedRun(lake).thenAppend("east.jsonl", reading("L1", 33, 50));
        FaultyStorage faulty =
                FaultyStorage.over(lake.memory).on(Operation.putIfAbsent(SECOND_RECORD), Fault.CRASH_AFTER);
        assertThat(crashes(run, faulty, OPTIONS, Lake.LAMPS, EAST)).isTrue();
        for (int number = 1; number <= 2; number++) {
            Location at = PipelineFolder.of(Lake.HOME, "lamps").epoch(number);
            String record = new String(lake.memory.read(at), StandardCharsets.UTF_8);
            assertThat(record).contains("\"sources\":[\"");
            lake.memory.put(at, Content.of(record.replaceAll(",\"sources\":\\[[^]]*]", "")));
        }

        run.run(lake.memory, Lake.LAMPS, OPTIONS, EAST);

        assertThat(levels(lake)).containsExactly("dark", "dim");
    }

    private static FollowedRun quietRounds(Lake lake, String[] rounds) {
        return new FollowedRun(lake).thenAppend("east.jsonl", rounds[1]).thenAppend("east.jsonl", rounds[2]);
    }

    private static List<String> levels(Lake lake) {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* level=(\\S+) .*", "$1"))
                .toList();
    }

    static boolean crashes(
            FollowedRun run, FaultyStorage storage, PipelineOptions options, String yaml, String... sources) {
        try {
            run.run(storage, yaml, options, sources);
            return false;
        } catch (SimulatedCrash crash) {
            return true;
        }
    }
}
