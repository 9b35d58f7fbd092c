package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.TwinShape;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionChangeTest {

    /** What was dim is dark now. */
    private static final String DARKER =
            Lake.LAMPS.replace("version: 1", "version: 2").replace("dim: 10", "dim: 60");

    private static final PipelineOptions OPTIONS = Lake.options().withTakeOver(true);

    private final Lake lake = new Lake().with("a.jsonl", reading("L1", 0, 150), reading("L1", 1, 50));

    @Test
    void a_changed_definition_takes_over_after_the_last_epoch() {
        lake.ingest(Lake.LAMPS, OPTIONS);
        lake.with("b.jsonl", reading("L1", 2, 150), reading("L1", 3, 50)).ingest(DARKER, OPTIONS);

        assertThat(versions()).containsExactly("bright 1", "dim 1", "bright 2", "dark 2");
        assertThat(lake.log("city/lamp_state").latest().domain(TwinShape.DEFINITION_DOMAIN))
                .contains(DARKER);
    }

    @Test
    void an_epoch_that_was_recorded_is_made_again_by_the_definition_that_it_names() {
        lake.ingest(Lake.LAMPS, OPTIONS);
        lake.with("b.jsonl", reading("L1", 2, 150), reading("L1", 3, 50));
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000002.json"), Fault.CRASH_AFTER);
        Pipeline crashing = lake.pipeline(faulty, Lake.LAMPS, OPTIONS, Lake.INPUT.toString());
        assertThatThrownBy(() -> crashing.run(PipelineListener.NONE)).isInstanceOf(SimulatedCrash.class);
        assertThat(versions()).hasSize(2);

        lake.with("c.jsonl", reading("L1", 4, 150), reading("L1", 5, 50)).ingest(DARKER, OPTIONS);

        assertThat(versions()).containsExactly("bright 1", "dim 1", "bright 1", "dim 1", "bright 2", "dark 2");
    }

    @Test
    void a_definition_that_changed_under_the_same_version_is_told() {
        List<String> notices = new ArrayList<>();
        lake.ingest(Lake.LAMPS, OPTIONS);
        String sly = DARKER.replace("version: 2", "version: 1").replace("lateness: 10s", "lateness: 20s");
        for (String yaml : List.of(Lake.LAMPS + "# a remark\n", sly, sly, DARKER)) {
            lake.pipeline(yaml, OPTIONS, Lake.INPUT.toString()).run(new PipelineListener() {
                @Override
                public void notice(String text) {
                    notices.add(text);
                }
            });
        }

        assertThat(notices)
                .containsExactly(
                        "the definition of city.lamp_state says version 1 as it did before, and is another one in:"
                                + " time, 'level'. Rows of both say definition_version 1; write version: 2 to tell them apart");
    }

    private List<String> versions() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* level=(\\S+) .* definition_version=(\\d+) .*", "$1 $2"))
                .toList();
    }
}
