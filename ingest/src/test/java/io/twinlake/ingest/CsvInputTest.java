package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mistake in a CSV file costs the record that has it. */
class CsvInputTest {

    private static final String HEADER = "lamp,at,lux,street";

    private final Lake lake = new Lake();

    @Test
    void a_quote_within_a_field_is_a_character_and_costs_nothing() {
        lake.with("a.csv", HEADER, row(0, 5, "6\" main"), row(1, 50, "x"), row(2, 500, "say \"hi\""));
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.deadLetters()).isEmpty();
        assertThat(lake.rows("city/lamp_state"))
                .anyMatch(row -> row.contains("street=6\" main"))
                .anyMatch(row -> row.contains("street=say \"hi\""));
    }

    @Test
    void a_quote_that_is_never_closed_costs_one_record() {
        List<String> lines = new ArrayList<>(List.of(HEADER, row(0, 5, "x"), row(1, 6, "\"cut off")));
        for (int i = 2; i < 50; i++) {
            lines.add(row(i, 100 * (i % 5), "y"));
        }
        lake.with("a.csv", lines.toArray(String[]::new));
        PipelineProgress done = lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(done.totals().events()).isEqualTo(49);
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("source_offset=1 reason=parse")
                .contains("a quoted field does not end")
                .contains("(a.csv, record 2)")
                .contains("bytes=" + row(1, 6, "\"cut off"));
    }

    @Test
    void a_quote_behind_which_the_field_goes_on_costs_one_record() {
        lake.with("a.csv", HEADER, row(0, 5, "\"6\" main"), row(1, 50, "\"x\" "), row(2, 500, "\"z\""));
        PipelineProgress done = lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(done.totals().events()).isEqualTo(1);
        assertThat(lake.deadLetters()).hasSize(2);
    }

    @Test
    void a_followed_file_gives_what_it_gives_when_it_is_read_to_its_end() {
        String quoted = row(3, 5, "\"a \"\"b\"\"\nc\"");
        String[] lines = {
            HEADER,
            row(0, 5, "x"),
            row(1, 50, "6\" main"),
            row(2, 500, "\"open"),
            quoted,
            row(4, 50, "\"a\"b"),
            row(5, 500, "z")
        };
        lake.with("a.csv", lines);
        lake.ingest(Lake.LAMPS, Lake.options());

        Lake followed = new Lake();
        FollowedRun run = new FollowedRun(followed);
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        followed.withBytes("a.csv", java.util.Arrays.copyOf(text, 7));
        for (int end = 20; end < text.length + 13; end += 13) {
            byte[] begin = java.util.Arrays.copyOf(text, Math.min(end, text.length));
            run.then(() -> followed.withBytes("a.csv", begin));
        }
        run.run(followed.memory, Lake.LAMPS, FollowTest.OPTIONS, Lake.INPUT.toString());

        assertThat(lake.deadLetters()).hasSize(2);
        assertThat(followed.deadLetters()).isEqualTo(lake.deadLetters());
        assertThat(followed.rows("city/lamp_state")).isEqualTo(lake.rows("city/lamp_state"));
    }

    @Test
    void a_line_that_is_too_long_is_one_dead_letter_also_where_it_comes_in_pieces() {
        String huge = "{\"lamp\":\"" + "x".repeat(3 << 20) + "\"}";
        String text = Lake.reading("L1", 0, 5) + "\n" + huge + "\n" + Lake.reading("L1", 1, 50) + "\n";
        lake.withBytes("a.jsonl", text.getBytes(StandardCharsets.UTF_8));
        lake.ingest(Lake.LAMPS, Lake.options());

        Lake followed = new Lake().with("a.jsonl", Lake.reading("L1", 0, 5));
        FollowedRun run = new FollowedRun(followed);
        for (int end : List.of(1 << 10, 1 << 20, (1 << 20) + 5, 2 << 20, 3 << 20, text.length())) {
            run.then(() -> followed.withBytes("a.jsonl", text.substring(0, end).getBytes(StandardCharsets.UTF_8)));
        }
        run.run(followed.memory, Lake.LAMPS, FollowTest.OPTIONS, Lake.INPUT.toString());

        assertThat(lake.deadLetters()).singleElement().asString().contains("the record is " + (huge.length() + 1));
        assertThat(followed.deadLetters()).isEqualTo(lake.deadLetters());
        assertThat(followed.rows("city/lamp_state")).hasSize(2).isEqualTo(lake.rows("city/lamp_state"));
    }

    private static String row(int second, int lux, String street) {
        return "L1,2013-01-01T00:00:%02dZ,%d,%s".formatted(second, lux, street);
    }
}
