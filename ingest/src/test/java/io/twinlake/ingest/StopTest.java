package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.StorageException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import org.junit.jupiter.api.Test;

class StopTest {

    /** No lamp with a brightness of zero has a pace. */
    private static final String DIVIDING = Lake.LAMPS
            .replace("properties:", "properties:\n  pace:\n    type: double\n    last: 100 / lux")
            .replace("table: {", "on_error: {expression: stop}\ntable: {");

    /** The same, with events that wait for the watermark. */
    private static final String HOLDING =
            DIVIDING.replace("late: dead_letter}", "late: dead_letter, reorder: within_lateness}");

    private static final String FAILING = reading("L2", 1, 0);

    private final Lake lake = new Lake();

    @Test
    void an_event_that_can_not_be_computed_stops_before_it_and_after_a_correction_it_goes_on() {
        lake.with("a.jsonl", reading("L1", 0, 5), FAILING, reading("L1", 2, 50), reading("L3", 3, 5));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> lake.ingest(DIVIDING, Lake.options()))
                    .isInstanceOf(PipelineStoppedException.class)
                    .hasMessageContaining("stopped before record 1 of readings=memory://input");
            assertThat(lake.rows("city/lamp_state")).singleElement().asString().contains("key=L1", "seq=1");
            assertThat(lake.deadLetters()).isEmpty();
        }

        lake.ingest(DIVIDING.replace("100 / lux", "100 / nullif(lux, 0)"), Lake.options());

        assertThat(lake.rows("city/lamp_state")).hasSize(4);
    }

    @Test
    void a_held_event_that_fails_behind_a_recorded_epoch_stops_the_run_and_can_be_had_by_another_definition() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L1", 20, 50), reading("L2", 15, 0), reading("L1", 24, 150));
        PipelineOptions options = Lake.options().withEpochEvents(4);
        lake.ingest(HOLDING, options);
        lake.with("b.jsonl", reading("L1", 60, 5), reading("L1", 61, 5));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertHeldEventStops(options);
        }

        lake.ingest(HOLDING.replace("100 / lux", "100 / nullif(lux, 0)"), options.withClose(true));

        assertThat(lake.rows("city/lamp_state")).hasSize(5).anyMatch(row -> row.contains("key=L2"));
    }

    @Test
    void a_held_event_that_fails_at_the_close_stops_the_run() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L1", 20, 50), reading("L2", 15, 0));
        lake.ingest(HOLDING, Lake.options());

        assertHeldEventStops(Lake.options().withClose(true));
    }

    @Test
    void a_held_event_that_fails_in_the_run_that_read_it_stops_that_run() {
        lake.with("a.jsonl", reading("L1", 0, 5), reading("L2", 15, 0), reading("L1", 20, 50), reading("L1", 60, 5));

        assertHeldEventStops(Lake.options().withEpochEvents(3));
    }

    private void assertHeldEventStops(PipelineOptions options) {
        assertThatThrownBy(() -> lake.ingest(HOLDING, options))
                .isInstanceOf(PipelineStoppedException.class)
                .hasMessageContaining("stopped at record")
                .hasMessageContaining("waited for the watermark");
        assertThat(lake.deadLetters()).isEmpty();
        assertThat(lake.rows("city/lamp_state")).noneMatch(row -> row.contains("key=L2"));
    }

    @Test
    void a_run_whose_last_epoch_could_not_be_committed_does_not_begin_again() {
        lake.with("a.jsonl", reading("L1", 0, 5), FAILING);
        FaultyStorage faulty =
                FaultyStorage.over(lake.memory).failing(Operation.putIfAbsent("epochs/00000000000000000001.json"));
        Pipeline pipeline = lake.pipeline(faulty, DIVIDING, Lake.options().withEpochEvents(1), Lake.INPUT.toString());

        assertThatThrownBy(() -> pipeline.run(PipelineListener.NONE))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("injected error");
    }

    @Test
    void nothing_is_under_way_any_more_when_a_run_that_failed_lets_its_pipeline_go() {
        lake.with("a.jsonl", reading("L1", 0, 5), "nonsense");
        FaultyStorage faulty = FaultyStorage.over(lake.memory)
                .failing(Operation.putIfAbsent("dead_letters/_delta_log/00000000000000000000.json"));
        Pipeline pipeline = lake.pipeline(
                lake.environment(faulty), new LatePuts(), Lake.LAMPS, Lake.options(), List.of(Lake.INPUT.toString()));

        assertThatThrownBy(() -> pipeline.run(PipelineListener.NONE)).isInstanceOf(StorageException.class);
        assertThat(PipelineFolder.of(Lake.HOME, "lamps").recorded(lake.memory)).containsExactly(1L);
    }

    /** Puts that are done no sooner than somebody waits for them. */
    private static final class LatePuts implements Workers {
        @Override
        public ExecutorService start(String name, int threads) {
            return name.equals("twinlake-put") ? new Late() : new DirectWorkers().start(name, threads);
        }

        private static final class Late extends DirectWorkers.Direct {
            @Override
            public void execute(Runnable task) {
                // Whoever waits for it does it.
            }

            @Override
            protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
                return new FutureTask<>(callable) {
                    @Override
                    public T get() throws InterruptedException, ExecutionException {
                        run();
                        return super.get();
                    }
                };
            }

            @Override
            protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
                return newTaskFor(Executors.callable(runnable, value));
            }
        }
    }

    @Test
    void standard_input_is_not_taken_for_what_was_read_of_it_before_an_event_that_fails() {
        lake.withStandardInput(reading("L1", 0, 5), FAILING, reading("L1", 2, 50));
        Pipeline pipeline = lake.pipeline(DIVIDING, Lake.options(), "-");

        assertThatThrownBy(() -> pipeline.run(PipelineListener.NONE))
                .isInstanceOf(PipelineStoppedException.class)
                .hasMessageContaining("stopped at record 1 of readings=-")
                .hasMessageContaining("Standard input can't be read again");
        assertThat(lake.rows("city/lamp_state")).isEmpty();
    }

    @Test
    void a_dry_run_over_standard_input_is_not_made_twice_either() {
        lake.withStandardInput(reading("L1", 0, 5), FAILING, reading("L1", 2, 50));

        assertThatThrownBy(lake.pipeline(DIVIDING, Lake.options(), "-")::dryRun)
                .isInstanceOf(PipelineStoppedException.class)
                .hasMessageContaining("Standard input can't be read again");
    }

    @Test
    void a_dry_run_stops_at_the_same_event_and_writes_nothing() {
        lake.with("a.jsonl", reading("L1", 0, 5), FAILING);
        Pipeline pipeline = lake.pipeline(DIVIDING, Lake.options(), Lake.INPUT.toString());

        assertThatThrownBy(pipeline::dryRun)
                .isInstanceOf(PipelineStoppedException.class)
                .hasMessageContaining("before record 1");
        assertThat(lake.memory.list(Lake.HOME, "").hasNext()).isFalse();
    }

    @Test
    void where_one_of_two_definitions_stops_the_other_one_leaves_no_dead_letter_behind() {
        String strict = Lake.LAMPS
                .replace("lamp_state", "strict_state")
                .replace("name: lamp\n", "name: strict\n")
                .replace("table: {", "on_error: {parse: stop}\ntable: {");
        lake.with("a.jsonl", reading("L1", 0, 5), "nonsense", reading("L1", 2, 50));
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> lake.ingest(Lake.LAMPS + "---\n" + strict, Lake.options()))
                    .isInstanceOf(PipelineStoppedException.class)
                    .hasMessageContaining("city.strict_state");
            assertThat(lake.deadLetters()).isEmpty();
        }

        lake.ingest(Lake.LAMPS + "---\n" + strict.replace("parse: stop", "parse: drop"), Lake.options());

        assertThat(lake.deadLetters()).singleElement().asString().contains("city.lamp_state");
        assertThat(lake.rows("city/strict_state")).hasSize(2);
    }

    @Test
    void too_many_dead_letters_stop_a_run_behind_them_and_the_next_one_goes_on() {
        String careful =
                Lake.LAMPS.replace("table: {", "on_error: {stop_if: {dead_letter_ratio: 0.3, over: 5m}}\ntable: {");
        lake.with("a.jsonl", reading("L1", 0, 5), "bad", reading("L1", 1, 50), "worse", reading("L1", 2, 150));
        PipelineOptions options = Lake.options().withEpochEvents(4);

        assertThatThrownBy(() -> lake.ingest(careful, options))
                .isInstanceOf(PipelineStoppedException.class)
                .hasMessageContaining("2 of 4 events of city.lamp_state within PT5M are dead letters")
                .hasMessageContaining("0.5000 > 0.3000");
        assertThat(lake.rows("city/lamp_state")).hasSize(2);
        assertThat(lake.deadLetters()).hasSize(2);

        lake.ingest(careful, options);
        assertThat(lake.rows("city/lamp_state")).hasSize(3);
        assertThat(lake.deadLetters()).hasSize(2);
    }
}
