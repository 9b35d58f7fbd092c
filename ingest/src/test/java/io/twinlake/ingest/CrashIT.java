package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.SimulatedCrash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashIT {

    private static final PipelineOptions OPTIONS = Lake.options()
            .withEpochEvents(8)
            .withThreads(1)
            .withStateInterval(Duration.ofNanos(1))
            .withTakeOver(true);
    private static final String[] SOURCES = {Lake.INPUT + "east.jsonl", Lake.INPUT + "west.jsonl"};

    @Test
    void a_run_that_crashed_before_any_request_goes_on_as_if_nothing_had_happened() {
        crashAtEveryRequest(Fault.CRASH_BEFORE);
    }

    @Test
    void a_run_that_crashed_after_any_request_goes_on_as_if_nothing_had_happened() {
        crashAtEveryRequest(Fault.CRASH_AFTER);
    }

    private static void crashAtEveryRequest(Fault fault) {
        Lake undisturbed = lake();
        undisturbed.pipeline(Lake.LAMPS, OPTIONS, SOURCES).run(PipelineListener.NONE);
        List<String> rows = undisturbed.rows("city/lamp_state");
        List<String> deadLetters = undisturbed.deadLetters();
        assertThat(rows).hasSizeGreaterThan(5);
        assertThat(deadLetters).hasSize(2);

        boolean crashed = true;
        for (int request = 1; crashed; request++) {
            Lake lake = lake();
            FaultyStorage faulty = FaultyStorage.over(lake.memory).atRequest(request, fault);
            crash(lake.pipeline(faulty, Lake.LAMPS, OPTIONS, SOURCES));
            crashed = faulty.hasCrashed();
            lake.pipeline(Lake.LAMPS, OPTIONS, SOURCES).run(PipelineListener.NONE);

            assertThat(lake.rows("city/lamp_state"))
                    .as("crash at request %d", request)
                    .isEqualTo(rows);
            assertThat(lake.deadLetters()).as("crash at request %d", request).isEqualTo(deadLetters);
        }
    }

    @Test
    void an_answer_lost_to_any_conditional_put_changes_nothing() {
        Lake undisturbed = lake();
        RecordingStorage recording = RecordingStorage.over(undisturbed.memory, Lake.HOME);
        undisturbed.pipeline(recording, Lake.LAMPS, OPTIONS, SOURCES).run(PipelineListener.NONE);
        List<Operation> puts = recording.operations(Operation.Verb.PUT_IF_ABSENT);

        for (Operation put : puts) {
            Lake lake = lake();
            FaultyStorage faulty = FaultyStorage.over(lake.memory)
                    .losingTheAnswerTo(Operation.putIfAbsent("…" + put.names().get(0)));
            lake.pipeline(faulty, Lake.LAMPS, OPTIONS, SOURCES).run(PipelineListener.NONE);

            assertThat(lake.rows("city/lamp_state"))
                    .as("lost answer to %s", put)
                    .isEqualTo(undisturbed.rows("city/lamp_state"));
            assertThat(lake.deadLetters()).isEqualTo(undisturbed.deadLetters());
        }
    }

    @Test
    void a_second_process_is_told_who_runs_the_pipeline_and_writes_nothing() {
        Lake lake = lake();
        PipelineFolder folder = PipelineFolder.of(Lake.HOME, "lamps");
        Ownership.claim(lake.environment(lake.memory), folder, OPTIONS);
        RecordingStorage recording = RecordingStorage.over(lake.memory, Lake.HOME);
        Pipeline second = lake.pipeline(recording, Lake.LAMPS, OPTIONS.withTakeOver(false), SOURCES);

        assertThatThrownBy(() -> second.run(PipelineListener.NONE))
                .isInstanceOf(PipelineConflictException.class)
                .hasMessageContaining("pipeline lamps is run by process "
                        + ProcessHandle.current().pid())
                .hasMessageContaining("--take-over");
        assertThat(recording.operations(Operation.Verb.PUT)).isEmpty();
        assertThat(recording.operations(Operation.Verb.PUT_IF_ABSENT)).isEmpty();
    }

    @Test
    void a_store_that_must_be_proven_is_not_written_by_a_process_that_is_refused() {
        Lake lake = lake();
        Location home = Location.parse("s3://bucket/lake");
        RecordingStorage recording = RecordingStorage.over(lake.memory, home);
        PipelineFolder folder = PipelineFolder.of(home, "lamps");
        Ownership.claim(lake.environment(lake.memory), folder, OPTIONS);
        Pipeline second = lake.at(home).pipeline(recording, Lake.LAMPS, OPTIONS.withTakeOver(false), SOURCES);

        assertThatThrownBy(() -> second.run(PipelineListener.NONE)).isInstanceOf(PipelineConflictException.class);
        assertThat(recording.operations()).containsExactly(Operation.read("_twinlake/pipelines/lamps/owner"));

        lake.pipeline(recording, Lake.LAMPS, OPTIONS, SOURCES).run(PipelineListener.NONE);
        assertThat(recording
                        .operations(Operation.Verb.PUT_IF_ABSENT)
                        .get(0)
                        .names()
                        .get(0))
                .startsWith("_twinlake/probe-");
    }

    @Test
    void a_process_that_lost_the_record_of_an_epoch_stops() {
        Lake lake = lake();
        lake.pipeline(Lake.LAMPS, OPTIONS.withEpochEvents(1_000), SOURCES).run(PipelineListener.NONE);
        EpochRecords records = new EpochRecords(lake.environment(lake.memory), PipelineFolder.of(Lake.HOME, "lamps"));
        Epoch theirs = records.read(1);
        Epoch ours = new Epoch(
                1,
                "another process",
                theirs.recordedAtMicros(),
                theirs.followed(),
                theirs.closed(),
                theirs.sharesTable(),
                theirs.rules(),
                theirs.definitions(),
                theirs.rounds(),
                theirs.rows(),
                theirs.watermarks(),
                theirs.totals());

        assertThatThrownBy(() -> records.write(ours))
                .isInstanceOf(PipelineConflictException.class)
                .hasMessageContaining("another process of pipeline lamps has recorded epoch 1");
    }

    private static void crash(Pipeline pipeline) {
        try {
            pipeline.run(PipelineListener.NONE);
        } catch (SimulatedCrash crash) {
            return;
        }
    }

    private static Lake lake() {
        String[] east = new String[14];
        String[] west = new String[14];
        for (int i = 0; i < 14; i++) {
            east[i] = reading("E" + i % 3, i, i * 37 % 200);
            west[i] = reading("W" + i % 2, i, i * 53 % 200);
        }
        east[9] = "{\"lamp\":\"E1\",";
        west[11] = reading("W1", 11, 5_000);
        return new Lake().with("east.jsonl", east).with("west.jsonl", west);
    }

    private static String reading(String lamp, int second, int lux) {
        return "{\"lamp\":\"%s\",\"at\":\"2013-01-01T00:00:%02dZ\",\"lux\":%d}".formatted(lamp, second, lux);
    }
}
