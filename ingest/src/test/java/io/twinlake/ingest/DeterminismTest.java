package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest {

    private static final String HELD =
            Lake.LAMPS.replace("late: dead_letter}", "late: dead_letter, reorder: within_lateness}");

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60})
    void rows_do_not_depend_on_the_size_of_epochs_or_on_threads(int epochEvents) {
        for (String definition : List.of(Lake.LAMPS, HELD)) {
            Lake expected = shuffled(1, 15);
            run(expected, definition, Lake.options().withThreads(1));
            Lake actual = shuffled(1, 15);
            run(actual, definition, Lake.options().withThreads(3).withEpochEvents(epochEvents));

            assertThat(actual.rows("city/lamp_state")).isEqualTo(expected.rows("city/lamp_state"));
            assertThat(actual.deadLetters()).isEqualTo(expected.deadLetters());
        }
    }

    @Test
    void events_held_within_lateness_give_the_rows_of_events_in_order() {
        Lake ordered = shuffled(1, 0);
        run(ordered, HELD, Lake.options());
        List<String> expected = ordered.rows("city/lamp_state").stream()
                .map(DeterminismTest::withoutSource)
                .toList();
        for (int seed = 1; seed <= 3; seed++) {
            Lake lake = shuffled(seed, 10);
            run(lake, HELD, Lake.options());

            assertThat(lake.rows("city/lamp_state").stream().map(DeterminismTest::withoutSource))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(expected);
            assertThat(lake.deadLetters()).isEmpty();
        }
    }

    @Test
    void an_input_that_comes_in_two_runs_gives_the_rows_of_one() {
        for (String definition : List.of(Lake.LAMPS, HELD)) {
            Lake once = new Lake().with("a.jsonl", lines(5, 15, 0, 60)).with("b.jsonl", lines(5, 15, 60, 120));
            once.ingest(definition, Lake.options());
            Lake twice = new Lake().with("a.jsonl", lines(5, 15, 0, 60));
            twice.ingest(definition, Lake.options());
            twice.with("b.jsonl", lines(5, 15, 60, 120));
            twice.ingest(definition, Lake.options());

            assertThat(twice.rows("city/lamp_state")).isEqualTo(once.rows("city/lamp_state"));
            assertThat(twice.deadLetters()).isEqualTo(once.deadLetters());
        }
    }

    private static void run(Lake lake, String definition, PipelineOptions options) {
        lake.pipeline(definition, options, Lake.INPUT + "?partition=file").run(PipelineListener.NONE);
    }

    private static Lake shuffled(long seed, int disorderSeconds) {
        String[] all = lines(seed, disorderSeconds, 0, 120);
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        for (String line : all) {
            (line.contains("\"L0\"") || line.contains("\"L1\"") ? one : other).add(line);
        }
        return new Lake().with("one.jsonl", one.toArray(String[]::new)).with("two.jsonl", other.toArray(String[]::new));
    }

    /** Readings of some seconds, each at most so much later in the file than its time says. */
    private static String[] lines(long seed, int disorderSeconds, int from, int to) {
        Random values = new Random(99);
        Random order = new Random(seed);
        List<Integer> seconds = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            seconds.add(i);
        }
        for (int block = 0; block + disorderSeconds <= 120 && disorderSeconds > 0; block += disorderSeconds) {
            Collections.shuffle(seconds.subList(block, block + disorderSeconds), order);
        }
        int[] lux = values.ints(120, 0, 300).toArray();
        return seconds.subList(from, to).stream()
                .map(second -> String.format(
                        Locale.ROOT,
                        "{\"lamp\":\"L%d\",\"at\":\"2013-01-01T00:%02d:%02dZ\",\"lux\":%d}",
                        second % 5,
                        second / 60,
                        second % 60,
                        lux[second]))
                .toArray(String[]::new);
    }

    private static String withoutSource(String row) {
        return row.replaceAll(" source_(partition|offset)=\\S+", "");
    }
}
