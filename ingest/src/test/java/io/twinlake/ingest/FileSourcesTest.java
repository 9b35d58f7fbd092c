package io.twinlake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Files as sources. */
class FileSourcesTest {

    @Nested
    class AFileOfLines extends OneFile {
        AFileOfLines() {
            super("a.jsonl", lines -> lines.getBytes(UTF_8));
        }
    }

    @Nested
    class AGzipFile extends OneFile {
        AGzipFile() {
            super("a.jsonl.gz", FileSourcesTest::gzip);
        }
    }

    @Nested
    class AZstdFile extends OneFile {
        AZstdFile() {
            super("a.jsonl.zst", lines -> Zstd.compress(lines.getBytes(UTF_8)));
        }
    }

    @Nested
    class ACsvFile extends OneFile {
        ACsvFile() {
            super("a.csv", FileSourcesTest::csv);
        }
    }

    @Nested
    class AFolder extends Files {
        AFolder() {
            super("");
        }
    }

    @Nested
    class AGlob extends Files {
        AGlob() {
            super("*.jsonl");
        }
    }

    @Nested
    class AFolderWhoseFilesArePartitions extends Files {
        AFolderWhoseFilesArePartitions() {
            super("?partition=file");
        }
    }

    @Nested
    class AFolderOfParquet extends SourceContract {
        @Override
        String source() {
            return Lake.INPUT.toString();
        }

        @Override
        void add(Lake to, List<String> events) {
            parquet(to, "%03d.parquet".formatted(count(to)), events);
        }

        @Override
        void replace(Lake in, List<String> events) {
            parquet(in, "%03d.parquet".formatted(count(in) - 1), events);
        }

        @Test
        void a_file_that_is_being_copied_into_it_is_waited_for() {
            Lake whole = new Lake();
            parquet(whole, "002.parquet", List.of(Lake.reading("L1", 2, 50)));
            byte[] bytes = whole.memory.read(Lake.INPUT.resolve("002.parquet"));
            Lake lake = new Lake();
            parquet(lake, "001.parquet", List.of(Lake.reading("L1", 1, 5)));
            new FollowedRun(lake)
                    .then(() -> lake.withBytes("002.parquet", new byte[0]))
                    .then(() -> lake.withBytes("002.parquet", Arrays.copyOf(bytes, bytes.length / 2)))
                    .then(() -> lake.withBytes("002.parquet", bytes))
                    .then(() -> {})
                    .run(lake.memory, Lake.LAMPS, FollowTest.OPTIONS, source());

            assertThat(lake.rows("city/lamp_state")).hasSize(2);
        }
    }

    private interface Encoding {
        byte[] bytes(String lines);
    }

    /** A file that grows. */
    private abstract static class OneFile extends SourceContract {
        private final String name;
        private final Encoding encoding;

        OneFile(String name, Encoding encoding) {
            this.name = name;
            this.encoding = encoding;
        }

        @Override
        String source() {
            return Lake.INPUT + name;
        }

        @Override
        void add(Lake to, List<String> events) {
            byte[] before = count(to) == 0 ? new byte[0] : to.memory.read(Lake.INPUT.resolve(name));
            byte[] more = encoding.bytes(String.join("\n", events) + "\n");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(before);
            int header = before.length > 0 && name.endsWith(".csv") ? "lamp,at,lux\n".length() : 0;
            all.write(more, header, more.length - header);
            to.withBytes(name, all.toByteArray());
        }

        @Override
        void replace(Lake in, List<String> events) {
            in.withBytes(name, encoding.bytes(String.join("\n", events) + "\n"));
        }
    }

    /** Files that come one behind the other, each with what comes. */
    private abstract static class Files extends SourceContract {
        private final String pattern;

        Files(String pattern) {
            this.pattern = pattern;
        }

        @Override
        String source() {
            return Lake.INPUT + pattern;
        }

        @Override
        void add(Lake to, List<String> events) {
            to.with("%03d.jsonl".formatted(count(to)), events.toArray(String[]::new));
        }

        @Override
        void replace(Lake in, List<String> events) {
            in.with("%03d.jsonl".formatted(count(in) - 1), events.toArray(String[]::new));
        }
    }

    private static int count(Lake lake) {
        List<Location> files = new ArrayList<>();
        lake.memory.list(Lake.INPUT, "").forEachRemaining(file -> files.add(file.location()));
        return files.size();
    }

    private static byte[] csv(String lines) {
        Matcher event = EVENT.matcher(lines);
        StringBuilder csv = new StringBuilder("lamp,at,lux\n");
        while (event.find()) {
            csv.append(event.group(1) + "," + event.group(2) + "," + event.group(3) + "\n");
        }
        return csv.toString().getBytes(UTF_8);
    }

    private static final Pattern EVENT = Pattern.compile("\\{\"lamp\":\"(.*?)\",\"at\":\"(.*?)\",\"lux\":(\\d+)}");

    private static void parquet(Lake lake, String name, List<String> events) {
        Schema schema = Schema.of(
                Field.nullable("lamp", DataType.Primitive.STRING),
                Field.nullable("at", DataType.Primitive.TIMESTAMP),
                Field.nullable("lux", DataType.Primitive.INTEGER));
        RowBatch rows = RowBatch.empty(schema);
        Matcher event = EVENT.matcher(String.join("\n", events));
        while (event.find()) {
            rows.bytes(0).append(event.group(1));
            rows.longs(1).append(Clocks.micros(java.time.Instant.parse(event.group(2))));
            rows.ints(2).append(Integer.parseInt(event.group(3)));
        }
        Location at = Lake.INPUT.resolve(name);
        lake.memory.delete(List.of(at));
        try (DataFileWriter writer = DataFileWriter.create(lake.memory, at, schema, DataFileOptions.defaults())) {
            writer.write(rows);
            writer.finish();
        }
    }

    private static byte[] gzip(String lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(lines.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
