package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Arrays and pretty-printed files are cut at their objects, in whatever pieces they come. */
class JsonValuesTest {

    private final Lake lake = new Lake();

    @Test
    void objects_are_found_in_whatever_pieces_they_come() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<String> objects = new ArrayList<>();
            boolean array = random.nextBoolean();
            StringBuilder text = new StringBuilder(array ? "[\n" : "");
            for (int i = 0; i < random.nextInt(8); i++) {
                String object = object(random, 2).replaceFirst("\\{", "{\n");
                objects.add(object);
                text.append(i > 0 ? (array ? "," : "") + "\n" : "")
                        .append("  ".repeat(random.nextInt(2)))
                        .append(object);
            }
            text.append(array ? "\n]\n" : "\n");
            assertThat(cut(text.toString(), 1 + random.nextInt(50), 10_000))
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(objects);
        }
    }

    @Test
    void what_is_broken_is_cut_the_same_in_whatever_pieces_it_comes() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("{\n");
            for (int i = 0; i < random.nextInt(60); i++) {
                text.append("{}[]\"\\\n\n ,a".charAt(random.nextInt(11)));
            }
            int max = 1 + random.nextInt(40);
            assertThat(cut(text.toString(), 1 + random.nextInt(30), max))
                    .as("seed %d, max %d: %s", seed, max, text)
                    .isEqualTo(cut(text.toString(), 1_000, max));
        }
    }

    @Test
    void an_array_and_a_pretty_printed_file_give_the_events_of_their_lines() {
        List<String> lines = List.of(Lake.reading("L1", 0, 5), Lake.reading("L1", 1, 50), Lake.reading("L2", 2, 500));
        Lake byLine = new Lake().with("a.json", lines.toArray(String[]::new));
        byLine.ingest(Lake.LAMPS, Lake.options());
        String pretty = String.join("\n", lines)
                .replace("{", "{\n  ")
                .replace(",", ",\n  ")
                .replace("}", "\n}");
        for (String text : List.of(
                "[" + String.join(",", lines) + "]",
                "\uFEFF[\n  " + String.join(",\n  ", lines) + "\n]\n",
                pretty + "\n",
                "[" + pretty.replace("\n}\n{", "\n},{") + "]")) {
            Lake values = new Lake().withBytes("a.json", text.getBytes(StandardCharsets.UTF_8));
            values.ingest(Lake.LAMPS, Lake.options());
            assertThat(values.deadLetters()).isEmpty();
            assertThat(values.rows("city/lamp_state")).isEqualTo(byLine.rows("city/lamp_state"));
        }
    }

    @Test
    void reading_goes_on_in_an_array_that_grows() {
        lake.withBytes("a.json", ("[\n" + Lake.reading("L1", 0, 5)).getBytes(StandardCharsets.UTF_8));
        lake.ingest(Lake.LAMPS, Lake.options());
        lake.withBytes(
                "a.json",
                ("[\n" + Lake.reading("L1", 0, 5) + ",\n" + Lake.reading("L1", 1, 50) + "\n]\n")
                        .getBytes(StandardCharsets.UTF_8));
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.deadLetters()).isEmpty();
        assertThat(lake.rows("city/lamp_state")).hasSize(2);
    }

    @Test
    void a_broken_object_costs_one_record() {
        lake.with(
                "a.json",
                "[",
                "  " + Lake.reading("L1", 0, 5) + ",",
                "  {\"lamp\":\"L1\",",
                "   \"at\": {\"x\": 1,",
                "  " + Lake.reading("L1", 1, 50) + ",",
                "  {\"lamp\":\"L1",
                "  },",
                "  " + Lake.reading("L1", 2, 500),
                "]");
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state")).hasSize(3);
        assertThat(lake.deadLetters()).hasSize(2).allMatch(letter -> letter.contains("reason=parse"));
    }

    private static String object(Random random, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (int i = 0; i < random.nextInt(4); i++) {
            object.append(i > 0 ? "," : "").append("\"k").append(i).append("\": ");
            object.append(
                    depth > 0 && random.nextBoolean()
                            ? random.nextBoolean()
                                    ? object(random, depth - 1)
                                    : "[" + object(random, depth - 1) + ",\n1]"
                            : List.of("1", "\"}]{[,\\\"\\\\\"", "null", "\"\"").get(random.nextInt(4)));
        }
        return object.append("}").toString();
    }

    private static List<String> cut(String text, int chunkBytes, int max) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonValues format = new JsonValues(max);
        List<String> records = new ArrayList<>();
        try (TextReader reader = new TextReader(
                "f", new JsonStart(max), Compression.NONE, new ByteArrayInputStream(bytes), 0, chunkBytes)) {
            for (Optional<Chunk> chunk = reader.next(true); chunk.isPresent(); chunk = reader.next(true)) {
                if (chunk.get() instanceof Chunk.Text part) {
                    int start = JsonValues.startOfRecord(part.data(), part.from(), part.to());
                    while (start < part.to()) {
                        int end = format.endOfRecord(part.data(), start, part.to(), true);
                        records.add(
                                end - start > max
                                        ? "too long"
                                        : new String(part.data(), start, end - start, StandardCharsets.UTF_8));
                        start = JsonValues.startOfRecord(part.data(), end, part.to());
                    }
                } else {
                    records.add("too long");
                }
            }
        }
        return records;
    }
}
