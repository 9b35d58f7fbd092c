package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.twin.StreamText;
import io.twinlake.twin.TwinDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InputTest {

    private static final String FIRST = "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5}";
    private static final String SECOND = "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:01Z\",\"lux\":50}";

    private final Lake lake = new Lake();

    @Test
    void every_format_and_compression_gives_the_same_events() throws IOException {
        String json = FIRST + "\n" + SECOND + "\n";
        String csv =
                "lamp,ignored,at,lux\r\nL1,\"a,\"\"b\"\"\nc\",2013-01-01T00:00:00Z,5\r\nL1,,2013-01-01T00:00:01Z,50";
        assertThat(levels(new Lake().withBytes("a.jsonl", utf8(json)))).containsExactly("dark", "dim");
        assertThat(levels(new Lake().withBytes("a.jsonl", utf8("\uFEFF" + json))))
                .containsExactly("dark", "dim");
        assertThat(levels(new Lake().withBytes("a.jsonl.gz", gzip(json)))).containsExactly("dark", "dim");
        assertThat(levels(new Lake().withBytes("a.json.zst", Zstd.compress(utf8(json)))))
                .containsExactly("dark", "dim");
        assertThat(levels(new Lake().withBytes("a.csv", utf8(csv)))).containsExactly("dark", "dim");
        assertThat(levels(new Lake().withBytes("a.csv.gz", gzip(csv)))).containsExactly("dark", "dim");
        assertThat(levels(parquet())).containsExactly("dark", "dim");
    }

    @Test
    void a_line_without_its_newline_is_an_event_at_the_end_of_a_bounded_source() {
        assertThat(levels(lake.withBytes("a.jsonl", utf8(FIRST + "\r\n\n" + SECOND))))
                .containsExactly("dark", "dim");
    }

    @Test
    void what_can_not_be_used_becomes_a_dead_letter_that_says_why() {
        lake.with(
                "bad.jsonl",
                FIRST,
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:0",
                "[1, 2]",
                "{\"lamp\":\"L1\"} trailing",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"lux\":\"5\"}",
                "{\"lamp\":\"L1\",\"at\":\"2013-01-01T00:00:00Z\",\"lux\":1000.5}",
                "{\"lamp\":\"L1\",\"at\":\"2013-02-30T00:00:00Z\",\"lux\":5}",
                "{\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5}",
                "{\"lamp\":\"L1\",\"lux\":5}",
                "{\"lamp\":\"L1\",\"at\":\"2012-12-31T23:59:49Z\",\"lux\":5}");
        lake.ingest(Lake.LAMPS, Lake.options());

        assertLetters(
                "source_offset=1 reason=parse detail=not JSON: ",
                "source_offset=2 reason=parse detail=the record is no JSON object (bad.jsonl, record 3)",
                "source_offset=3 reason=parse detail=",
                "source_offset=4 reason=type detail=field 'lux' is \"5\", which is no double",
                "source_offset=5 reason=range detail=field 'lux' is 1000.5, outside its range [0.0, 1000.0]",
                "source_offset=6 reason=type detail=field 'at' is \"2013-02-30T00:00:00Z\", which is no timestamp in the format iso8601",
                "source_offset=7 reason=key detail=the key lamp is null",
                "source_offset=8 reason=time detail=the event time 'at' is missing",
                "source_offset=9 reason=late detail=event time 2012-12-31T23:59:49Z is older than the watermark 2012-12-31T23:59:50Z");
    }

    private void assertLetters(String... parts) {
        List<String> letters = lake.deadLetters();
        assertThat(letters).hasSize(parts.length);
        for (String part : parts) {
            assertThat(letters).anyMatch(letter -> letter.contains(part));
        }
    }

    @Test
    void a_bounded_run_refuses_nothing_by_the_clock() {
        String skewed = Lake.LAMPS.replace("late: dead_letter}", "late: dead_letter, max_future_skew: 10s}");
        lake.with("a.jsonl", FIRST, "{\"lamp\":\"L1\",\"at\":\"2099-01-01T00:00:00Z\",\"lux\":50}");
        lake.ingest(skewed, Lake.options());

        assertThat(lake.rows("city/lamp_state")).hasSize(2);
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void a_huge_line_leaves_its_length_and_the_next_one_is_read() {
        String huge = "{\"lamp\":\"" + "x".repeat(StreamText.MAX_RECORD_BYTES) + "\"}";
        lake.with("a.jsonl", FIRST, huge, SECOND);
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state")).hasSize(2);
        assertThat(lake.deadLetters())
                .singleElement()
                .asString()
                .contains("the record is " + (huge.length() + 1) + " bytes long");
    }

    @Test
    void a_file_that_is_not_what_its_name_says_is_named() {
        lake.withBytes("a.jsonl.gz", utf8(FIRST));

        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a.jsonl.gz can't be read as gzip");
    }

    @Test
    void a_source_that_is_not_there_is_named_and_an_empty_file_is_no_error() {
        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("memory://input/ is not there or has no files");

        Pipeline byFile = lake.pipeline(Lake.LAMPS, Lake.options(), Lake.INPUT + "?partition=file");
        assertThatThrownBy(() -> byFile.run(PipelineListener.NONE)).hasMessageContaining("is not there");

        PipelineProgress done = new Lake().withBytes("a.jsonl", new byte[0]).ingest(Lake.LAMPS, Lake.options());
        assertThat(done.totals()).isEqualTo(Epoch.Totals.NONE);
    }

    @Test
    void a_run_that_begins_lists_a_folder_whose_files_are_partitions_once() {
        lake.with("a.jsonl", FIRST).with("b.jsonl", SECOND);
        RecordingStorage recording = RecordingStorage.over(lake.memory, Lake.INPUT);
        SourceAccess access = SourceAccess.of(recording);
        PipelineSpec spec = PipelineSpec.of(
                TwinDefinition.parse("test.yaml", Lake.LAMPS),
                List.of(EventSource.parse(Lake.INPUT + "?partition=file")),
                Lake.options());
        CompiledDefinitions compiled = new CompiledDefinitions(spec.definitions(), access.variables());

        assertThat(new PartitionSearch(spec, compiled, new Sources(access, lake.clock, text -> {}))
                        .allThere(PipelineState.EMPTY))
                .hasSize(2);
        assertThat(recording.operations(Operation.Verb.LIST)).hasSize(1);
    }

    @Test
    void a_new_file_that_sorts_before_a_consumed_one_is_named() {
        lake.with("b.jsonl", FIRST).ingest(Lake.LAMPS, Lake.options());
        lake.with("a.jsonl", SECOND);

        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("the new file a.jsonl of source memory://input")
                .hasMessageContaining("sorts before b.jsonl");
    }

    @Test
    void private_fields_are_gone_before_rows_and_dead_letters() {
        String discreet = Lake.LAMPS.replace(
                "properties:", "privacy:\n  street: {action: hash, key_ref: \"env:PEPPER\"}\nproperties:");
        lake.with(
                "a.jsonl",
                FIRST.replace("}", ",\"street\":\"Elm\"}"),
                "{\"lamp\":\"L1\",\"street\":\"Elm\",\"at\":\"never\"}",
                "{\"street\":\"Elm\"");
        lake.ingest(discreet, Lake.options());

        assertThat(lake.rows("city/lamp_state"))
                .singleElement()
                .asString()
                .doesNotContain("Elm")
                .contains("street=");
        assertThat(lake.deadLetters()).hasSize(2).noneMatch(letter -> letter.contains("Elm"));
        assertThat(lake.deadLetters()).anyMatch(letter -> letter.matches(".*bytes=15 bytes, HMAC [0-9a-f]{64}.*"));
    }

    @Test
    void a_line_that_can_not_be_read_leaves_no_word_of_it_where_anything_is_private() {
        for (String action : List.of("mask", "drop")) {
            Lake masked = new Lake().with("a.jsonl", "{\"lamp\":\"L1\",\"street\":Elm}", "{\"street\":\"Elm\"", "Elm");
            masked.ingest(
                    Lake.LAMPS.replace("properties:", "privacy:\n  street: {action: " + action + "}\nproperties:"),
                    Lake.options());

            assertThat(masked.deadLetters()).hasSize(3).noneMatch(letter -> letter.contains("Elm"));
            assertThat(masked.deadLetters())
                    .anyMatch(letter ->
                            letter.contains("detail=not JSON at column 2") && letter.contains("bytes=26 bytes"));
        }
    }

    @Test
    void stop_commits_all_before_the_event_and_stays_on_it() {
        String strict = Lake.LAMPS.replace("table: {", "on_error: {parse: stop}\ntable: {");
        lake.with("a.jsonl", FIRST, "nonsense", SECOND);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> lake.ingest(strict, Lake.options()))
                    .isInstanceOf(PipelineStoppedException.class)
                    .hasMessageContaining("stopped before record 1 of readings=memory://input");
            assertThat(lake.rows("city/lamp_state")).hasSize(1);
        }
        lake.ingest(Lake.LAMPS, Lake.options());
        assertThat(lake.rows("city/lamp_state")).hasSize(2);
    }

    private static List<String> levels(Lake lake) {
        lake.ingest(Lake.LAMPS, Lake.options());
        assertThat(lake.deadLetters()).isEmpty();
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* level=(\\S+) .*", "$1"))
                .toList();
    }

    private static Lake parquet() {
        Lake lake = new Lake();
        Schema schema = Schema.of(
                Field.nullable("lamp", DataType.Primitive.STRING),
                Field.nullable("at", DataType.Primitive.TIMESTAMP),
                Field.nullable("lux", DataType.Primitive.INTEGER));
        RowBatch rows = RowBatch.empty(schema);
        for (int second = 0; second < 2; second++) {
            rows.bytes(0).append("L1");
            rows.longs(1).append(1_356_998_400_000_000L + second * 1_000_000L);
            rows.ints(2).append(second == 0 ? 5 : 50);
        }
        try (DataFileWriter writer = DataFileWriter.create(
                lake.memory, Lake.INPUT.resolve("a.parquet"), schema, DataFileOptions.defaults())) {
            writer.write(rows);
            writer.finish();
        }
        return lake;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(utf8(text));
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
