package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Followed runs whose process dies: with a state checkpoint at every epoch, and with none before the end. */
class FollowCrashIT {

    /** Longer than a process waits for its partitions and all timers together. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000001S", "P1D"})
    void a_followed_run_that_crashed_at_any_request_goes_on_as_if_nothing_had_happened(Duration stateInterval) {
        crashAtEveryRequest(stateInterval, 11, FollowCrashIT::growing, FollowTest.EAST, FollowTest.WEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000001S", "P1D"})
    void a_partition_that_never_came_holds_up_nothing_for_good_whatever_crashes(Duration stateInterval) {
        crashAtEveryRequest(stateInterval, 8, FollowCrashIT::alone, FollowTest.EAST, FollowTest.WEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000001S", "P1D"})
    void files_that_come_become_partitions_in_the_same_round_again_after_a_crash(Duration stateInterval) {
        crashAtEveryRequest(stateInterval, 11, FollowCrashIT::growing, Lake.INPUT + "?partition=file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000001S", "P1D"})
    void files_that_were_rotated_and_files_that_grew_are_read_in_the_same_order_again_after_a_crash(
            Duration stateInterval) {
        crashAtEveryRequest(stateInterval, 12, FollowCrashIT::rotated, Lake.INPUT.toString());
    }

    private static void crashAtEveryRequest(
            Duration stateInterval, int rows, Function<Lake, FollowedRun> story, String... sources) {
        PipelineOptions options = FollowTest.OPTIONS.withStateInterval(stateInterval);
        Lake undisturbed = new Lake();
        story.apply(undisturbed).thenWait(SILENCE).run(undisturbed.memory, FollowTest.SETTLING, options, sources);
        List<String> expected = undisturbed.rows("city/lamp_state");
        assertThat(expected).hasSize(rows);

        boolean crashed = true;
        for (int request = 1; crashed; request++) {
            Lake lake = new Lake();
            FollowedRun run = story.apply(lake);
            FaultyStorage faulty = FaultyStorage.over(lake.memory).atRequest(request, Fault.CRASH_AFTER);
            FollowTest.crashes(run, faulty, options, FollowTest.SETTLING, sources);
            crashed = faulty.hasCrashed();
            run.thenWait(SILENCE).run(lake.memory, FollowTest.SETTLING, options, sources);

            assertThat(lake.rows("city/lamp_state"))
                    .as("crash at request %d", request)
                    .isEqualTo(expected);
            assertThat(lake.deadLetters()).as("crash at request %d", request).isEqualTo(undisturbed.deadLetters());
        }
    }

    private static FollowedRun growing(Lake lake) {
        lake.with("east.jsonl", reading("L1", 30, 5), reading("L2", 30, 5));
        return new FollowedRun(lake)
                .thenAppend("west.jsonl", reading("L3", 31, 50), reading("L3", 37, 50))
                .thenAppend("east.jsonl", reading("L1", 36, 150), reading("L1", 41, 150))
                .thenAppend("east.jsonl", reading("L2", 58, 5), reading("L1", 60, 150))
                .thenAppend("west.jsonl", reading("L3", 26, 5), reading("L3", 65, 150))
                .thenAppend("west.jsonl", reading("L3", 90, 50))
                .thenAppend("east.jsonl", reading("L1", 91, 5), reading("L2", 92, 50));
    }

    private static FollowedRun rotated(Lake lake) {
        lake.with("east.jsonl", reading("L1", 30, 5)).with("west.jsonl", reading("L2", 30, 5));
        return new FollowedRun(lake)
                .then(() -> {
                    lake.append("east.jsonl", reading("L1", 36, 50));
                    lake.rename("east.jsonl", "east.jsonl.1");
                    lake.with("east.jsonl", reading("L1", 42, 150));
                })
                .thenAppend("west.jsonl", reading("L2", 43, 150))
                .thenAppend("east.jsonl.1", reading("L3", 44, 150))
                .thenAppend("east.jsonl", reading("L1", 60, 5), reading("L3", 61, 5))
                .thenAppend("west.jsonl", reading("L2", 80, 50))
                .thenWait(Duration.ofSeconds(61));
    }

    private static FollowedRun alone(Lake lake) {
        lake.with("east.jsonl", reading("L1", 30, 5));
        return new FollowedRun(lake)
                .thenWait(Duration.ofSeconds(30))
                .thenAppend("east.jsonl", reading("L2", 45, 5))
                .thenAppend("east.jsonl", reading("L3", 50, 5))
                .thenWait(Duration.ofSeconds(31))
                .thenAppend("east.jsonl", reading("L4", 62, 5));
    }
}
