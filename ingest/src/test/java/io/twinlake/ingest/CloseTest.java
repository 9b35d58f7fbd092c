package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.SimulatedCrash;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseTest {

    /** What settles after five seconds and expires after ten minutes: by timers, which a close fires. */
    private static final String PATIENT = Lake.LAMPS
            .replace("bright: 100}}", "bright: 100}}\n    settle: 5s")
            .replace("table: {", "expiry: {after: 10m, of: event_time, emit: expired}\ntable: {");

    private static final PipelineOptions OPTIONS = Lake.options().withTakeOver(true);
    private static final PipelineOptions CLOSING = OPTIONS.withClose(true);

    private final Lake lake =
            new Lake().with("a.jsonl", reading("L1", 0, 5), reading("L1", 10, 50), reading("L2", 12, 150));

    @Test
    void the_end_of_input_leaves_pending_what_is_pending_and_the_next_file_goes_on_from_there() {
        lake.ingest(PATIENT, OPTIONS);
        assertThat(rows())
                .containsExactly("L1 1 change null 00:00", "L1 2 change dark 00:05", "L2 1 change null 00:12");

        lake.with("b.jsonl", reading("L2", 40, 150)).ingest(PATIENT, OPTIONS);
        assertThat(rows()).contains("L1 3 change dim 00:15", "L2 2 change bright 00:17");
    }

    @Test
    void a_close_fires_all_that_is_pending_and_the_twins_are_gone() {
        lake.ingest(PATIENT, CLOSING);
        List<String> closed = List.of(
                "L1 1 change null 00:00",
                "L1 2 change dark 00:05",
                "L1 3 change dim 00:15",
                "L1 4 expired dim 10:10",
                "L2 1 change null 00:12",
                "L2 2 change bright 00:17",
                "L2 3 expired bright 10:12");
        assertThat(rows()).containsExactlyElementsOf(closed);

        lake.ingest(PATIENT, CLOSING);
        assertThat(rows()).containsExactlyElementsOf(closed);

        lake.with("b.jsonl", reading("L1", 20, 5)).ingest(PATIENT, OPTIONS);
        assertThat(rows()).hasSize(8).contains("L1 1 change null 00:20");
    }

    @Test
    void a_close_that_was_recorded_is_made_again_after_a_crash() {
        Lake undisturbed = new Lake().withBytes("a.jsonl", lake.memory.read(Lake.INPUT.resolve("a.jsonl")));
        undisturbed.ingest(PATIENT, CLOSING);
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000001.json"), Fault.CRASH_AFTER);
        Pipeline crashing = lake.pipeline(faulty, PATIENT, CLOSING, Lake.INPUT.toString());
        assertThatThrownBy(() -> crashing.run(PipelineListener.NONE)).isInstanceOf(SimulatedCrash.class);
        assertThat(rows()).isEmpty();

        lake.ingest(PATIENT, OPTIONS);

        assertThat(lake.rows("city/lamp_state")).isEqualTo(undisturbed.rows("city/lamp_state"));
    }

    private List<String> rows() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> (row.contains(" level=") ? row : row.replace(" readings=", " level=null readings="))
                        .replaceAll(
                                "key=(\\S+) observed_at=\\S+T00:(\\S+)Z .*seq=(\\d+) cause=(\\S+) .* level=(\\S+) .*",
                                "$1 $3 $4 $5 $2"))
                .toList();
    }
}
