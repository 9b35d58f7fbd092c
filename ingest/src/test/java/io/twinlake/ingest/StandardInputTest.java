package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.SimulatedCrash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardInputTest {

    private static final PipelineOptions OPTIONS = Lake.options().withTakeOver(true);

    private static final String[] INPUT = {reading("L1", 0, 5), reading("L1", 1, 50)};

    private final Lake lake = new Lake().withStandardInput(INPUT);
    private final List<String> notices = new ArrayList<>();

    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void notice(String text) {
            notices.add(text);
        }
    };

    @Test
    void it_is_read_to_its_end_and_what_comes_the_next_time_goes_on_from_there() {
        lake.pipeline(Lake.LAMPS, OPTIONS, "-").run(listener);
        lake.withStandardInput(reading("L1", 2, 150));
        lake.pipeline(Lake.LAMPS, OPTIONS, "-").run(listener);

        assertThat(lake.rows("city/lamp_state")).hasSize(3).last().asString().contains("seq=3", "source_offset=2");
    }

    @Test
    void a_user_is_told_that_it_can_not_be_read_again() {
        lake.pipeline(Lake.LAMPS, OPTIONS, "-").run(listener);

        assertThat(notices).singleElement().asString().contains("standard input can't be read again", "lamps");
    }

    @Test
    void after_a_crash_a_pipeline_over_it_does_not_take_other_input_for_what_is_lost() {
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .on(Operation.putIfAbsent("epochs/00000000000000000001.json"), Fault.CRASH_AFTER);
        Pipeline crashing = lake.pipeline(faulty, Lake.LAMPS, OPTIONS, "-");
        assertThatThrownBy(() -> crashing.run(listener)).isInstanceOf(SimulatedCrash.class);

        assertThatThrownBy(() -> lake.pipeline(Lake.LAMPS, OPTIONS, "-").run(listener))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("pipeline lamps can't go on: epoch 1 was recorded")
                .hasMessageContaining("can't be read again. Begin again in another lake");
        assertThat(lake.rows("city/lamp_state")).isEmpty();

        lake.as("again")
                .withStandardInput(INPUT)
                .pipeline(Lake.LAMPS, OPTIONS.withSharesTable(true), "-")
                .run(listener);
        assertThat(lake.rows("city/lamp_state")).hasSize(2);
    }
}
