package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.twin.StreamText;
import io.twinlake.twin.TwinDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** CSV is cut the same way whatever pieces it comes in, and as a plain model of the grammar cuts it. */
class CsvCuttingTest {

    private static final String PAIRS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: t
            name: pair
            version: 1
            source: {stream: s, telemetry: {k: {type: string}, v: {type: string}, at: {type: timestamp}}}
            key: {expr: "coalesce(k, '-')"}
            time: {event_time: at}
            properties: {v: {type: string, last: {of: v}}}
            """;

    private static final String FIELD = "(?:\"(?:[^\"]|\"\")*+\"(?=,|\r?\n|\r?\\z)|(?!\")[^,\n]*+)";
    private static final Pattern RECORD = Pattern.compile(FIELD + "(?:," + FIELD + ")*+\r?(?:\n|\\z)");
    private static final Pattern ONE_FIELD = Pattern.compile("(" + FIELD + ")(?:,|\r?\n|\r?\\z)");

    private final StreamPlan plan =
            new CompiledDefinitions(TwinDefinition.parse("t.yaml", PAIRS), name -> Optional.empty()).plan("s");

    @Test
    void records_and_fields_are_those_of_the_model_in_whatever_pieces_they_come() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            String text = text(random);
            int max = random.nextInt(4) == 0 ? 1 + random.nextInt(12) : 1_000;
            List<String> expected = model(text, max);
            boolean grows = random.nextBoolean();
            assertThat(read(text, max, random, grows))
                    .as("seed %d, max %d, grows %s: %s", seed, max, grows, shown(text))
                    .isEqualTo(expected);
        }
    }

    @Test
    void fields_that_were_written_as_csv_are_read_again() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<String> values = List.of(text(random), text(random), text(random));
            CsvFields fields = new CsvFields(StreamText.USUAL);
            String line = values.stream().map(fields::quoted).collect(Collectors.joining(",")) + "\n";
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);

            assertThat(fields.read(bytes, 0, bytes.length, false))
                    .as("seed " + seed)
                    .isEqualTo(bytes.length);
            assertThat(List.of(fields.text(0), fields.text(1), fields.text(2)))
                    .as("seed " + seed)
                    .isEqualTo(values);
        }
    }

    /** Where each record ends, and its fields or that it is bad. */
    private static List<String> model(String text, int max) {
        List<String> records = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            Matcher record = RECORD.matcher(text).region(start, text.length());
            int line = text.indexOf('\n', start);
            if (record.lookingAt() && record.group().replaceFirst("\n\\z", "").length() <= max) {
                records.add(record.end() + " " + fields(record.group()));
                start = record.end();
            } else {
                start = line < 0 ? text.length() : line + 1;
                records.add(start + " bad");
            }
        }
        return records;
    }

    private static List<String> fields(String record) {
        List<String> fields = new ArrayList<>();
        Matcher field = ONE_FIELD.matcher(record);
        int at = 0;
        do {
            field.region(at, record.length());
            assertThat(field.lookingAt()).isTrue();
            String value = field.group(1);
            boolean quoted = value.startsWith("\"");
            boolean comma = field.group().endsWith(",");
            boolean last = field.end() == record.length() && !comma;
            String plain = last ? value.replaceFirst("\r\\z", "") : value;
            fields.add(shown(quoted ? value.substring(1, value.length() - 1).replace("\"\"", "\"") : plain));
            at = field.end();
            if (comma && at == record.length()) {
                fields.add("");
            }
        } while (at < record.length());
        return fields;
    }

    private List<String> read(String text, int max, Random random, boolean grows) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        TextFormat.Csv format = new TextFormat.Csv(text(max), List.of("k", "v", "at"));
        List<String> records = new ArrayList<>();
        Pieces pieces = new Pieces(bytes, random, grows);
        try (TextReader reader = new TextReader("f", format, Compression.NONE, pieces, 0, 1 + random.nextInt(40))) {
            boolean more = true;
            while (more) {
                boolean complete = !grows || pieces.isAtEnd();
                Optional<Chunk> chunk = reader.next(complete);
                chunk.ifPresent(some -> records.addAll(described(some, max, bytes)));
                more = chunk.isPresent() || !complete;
            }
        }
        return records;
    }

    private List<String> described(Chunk chunk, int max, byte[] file) {
        EventBatch batch = new StreamDecoder(plan).decode(chunk, new EventBatch(plan));
        List<String> records = new ArrayList<>();
        for (int i = 0; i < batch.records(); i++) {
            int record = i;
            boolean bad = batch.refusals().stream()
                    .anyMatch(r -> r.record() == record
                            && (r.detail().startsWith("a quoted field")
                                    || r.detail().contains(" bytes long")));
            List<String> fields = new ArrayList<>();
            int end = (int) batch.endOf(i);
            if (!bad) {
                CsvFields csv = new CsvFields(text(max));
                csv.read(file, i == 0 ? (int) chunk.position() : (int) batch.endOf(i - 1), end, true);
                for (int field = 0; field < csv.count(); field++) {
                    fields.add(shown(csv.text(field)));
                }
            }
            records.add(end + (bad ? " bad" : " " + fields));
        }
        return records;
    }

    private static StreamText text(int max) {
        return new StreamText(StandardCharsets.UTF_8, max, StreamText.Csv.USUAL);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(60);
        for (int i = 0; i < length; i++) {
            text.append("aab,,\"\"\"\n\n\r".charAt(random.nextInt(11)));
        }
        return text.toString();
    }

    private static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    /** Bytes that come in random pieces; one that grows has an end after each. */
    private static final class Pieces extends InputStream {
        private final ByteArrayInputStream bytes;
        private final Random random;
        private final boolean grows;

        private Pieces(byte[] bytes, Random random, boolean grows) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
            this.grows = grows;
        }

        boolean isAtEnd() {
            return bytes.available() == 0;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in pieces");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            boolean pause = grows && random.nextInt(3) == 0;
            return pause ? -1 : bytes.read(into, from, Math.min(length, 1 + random.nextInt(9)));
        }
    }
}
