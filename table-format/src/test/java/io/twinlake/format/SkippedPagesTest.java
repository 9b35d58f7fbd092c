package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where pages are skipped and those of different columns end at different rows, each row is still one row. */
class SkippedPagesTest {

    private static final int ROWS = 2000;

    private static final MessageType MESSAGE = MessageTypeParser.parseMessageType("""
            message m {
              required int64 n;
              optional int32 step;
              required int64 mixed;
              optional binary word (STRING);
              required binary text (STRING);
              optional double x;
              optional group list (LIST) { repeated group list { optional int64 element; } }
              optional group struct {
                optional int64 a;
                optional binary b (STRING);
              }
            }""");

    private static final Schema FLAT = Schema.of(
            nullable("n", Primitive.LONG),
            nullable("step", Primitive.INTEGER),
            nullable("mixed", Primitive.LONG),
            nullable("word", Primitive.STRING),
            nullable("text", Primitive.STRING),
            nullable("x", Primitive.DOUBLE));

    private static final List<Field> NESTED = List.of(
            nullable("list", new DataType.Array(Primitive.LONG, true)),
            nullable(
                    "struct",
                    new DataType.Struct(List.of(nullable("a", Primitive.LONG), nullable("b", Primitive.STRING)))));

    @TempDir
    Path folder;

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void of_another_writers_file_by_any_predicate() throws IOException {
        RowBatch flat = flat();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            foreign(seed % 2 == 0 ? WriterVersion.PARQUET_1_0 : WriterVersion.PARQUET_2_0, 200 << random.nextInt(6));
            long skipped = 0;
            for (int i = 0; i < 30; i++) {
                Predicate predicate = predicate(flat, random);
                String what = "seed " + seed + ": " + predicate;
                Set<Long> read = read(wanted(random), predicate, what);
                assertThat(IntStream.of(predicate.matching(flat)).filter(row -> !read.contains((long) row)))
                        .as("lost by " + what)
                        .isEmpty();
                skipped += ROWS - read.size();
            }
            assertThat(skipped).isPositive();
        }
    }

    @Test
    void of_another_writers_file_by_position() throws IOException {
        Schema all = wanted(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            foreign(WriterVersion.PARQUET_1_0, 200 << random.nextInt(6));
            DataFileSource source = DataFileSource.open(storage, storage.info(at));
            for (int picks : new int[] {2, 3, 9, 200}) {
                long[] rows = LongStream.generate(() -> random.nextInt(ROWS))
                        .limit(picks)
                        .sorted()
                        .distinct()
                        .toArray();
                try (DataFileReader reader = source.read(all, rows)) {
                    assertThat(positions(reader, "seed " + seed + ": " + Arrays.toString(rows)))
                            .containsAll(LongStream.of(rows).boxed().toList());
                }
            }
        }
    }

    @Test
    void of_our_own_file_when_the_last_page_has_a_single_row() {
        int rows = 2 * DataFileOptions.defaults().pageRows() + 1;
        Schema schema = Schema.of(nullable("n", Primitive.LONG), nullable("text", Primitive.STRING));
        RowBatch batch = RowBatch.empty(schema);
        try (var writer = DataFileWriter.create(storage, at, schema, DataFileOptions.defaults())) {
            for (int row = 0; row < rows; row++) {
                batch.longs(0).append(row);
                batch.bytes(1).append("long enough for other pages than those of the number, by bytes " + row);
                if (batch.rows() == 1000) {
                    writer.write(batch);
                    batch.clear();
                }
            }
            writer.write(batch);
            writer.finish();
        }
        Predicate ends = Predicate.or(Predicate.equal("n", 1), Predicate.equal("n", rows - 1));
        List<String> texts = new ArrayList<>();
        try (var reader = DataFileReader.open(storage, storage.info(at), schema, ends)) {
            while (reader.hasNext()) {
                RowBatch next = reader.next();
                for (int row : ends.matching(next)) {
                    texts.add(next.bytes(1).string(row).replaceAll("\\D", ""));
                }
            }
        }
        assertThat(texts).containsExactly("1", "" + (rows - 1));
    }

    private static Predicate predicate(RowBatch flat, Random random) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new Predicate.In(
                        random.nextBoolean() ? "text" : "word",
                        random.ints(1 + random.nextInt(3), 0, ROWS)
                                .mapToObj(row -> Literal.of(random.nextBoolean() ? text(row) : "a" + row))
                                .toList());
            case 1 -> {
                int from = random.nextInt(ROWS);
                yield Predicate.and(
                        Predicate.atLeast("n", from),
                        Predicate.or(
                                Predicate.atMost("step", (from + random.nextInt(200)) / 7),
                                Predicate.equal("mixed", mixed(random.nextInt(ROWS)))));
            }
            default -> RandomPredicate.of(flat, random);
        };
    }

    /** All flat columns, which predicates may name, in any order, and perhaps nested ones. */
    private static Schema wanted(Random random) {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        List.of(6, 7).stream().filter(nested -> random.nextBoolean()).forEach(order::add);
        Collections.shuffle(order, random);
        return wanted(order);
    }

    private static Schema wanted(List<Integer> columns) {
        List<Field> all = new ArrayList<>(FLAT.fields());
        all.addAll(NESTED);
        return new Schema(columns.stream().map(all::get).toList());
    }

    private Set<Long> read(Schema wanted, Predicate predicate, String what) {
        try (var reader = DataFileReader.open(storage, storage.info(at), wanted, predicate)) {
            return positions(reader, what);
        }
    }

    /** Where the rows are that come out, each of which is checked and comes out once. */
    private static Set<Long> positions(DataFileReader reader, String what) {
        Set<Long> positions = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        while (reader.hasNext()) {
            RowBatch batch = reader.next();
            List<List<@Nullable Object>> rows = Rows.of(batch);
            for (int i = 0; i < rows.size(); i++) {
                long position = reader.firstRow() + i;
                List<@Nullable Object> expected = batch.schema().fields().stream()
                        .<@Nullable Object>map(field -> value(field.name(), (int) position))
                        .toList();
                if (!rows.get(i).equals(expected)) {
                    wrong.add("row " + position + " is " + rows.get(i) + ", expected " + expected);
                }
                if (!positions.add(position)) {
                    wrong.add("row " + position + " came out twice");
                }
            }
        }
        assertThat(wrong).as(what).isEmpty();
        return positions;
    }

    private static @Nullable Object value(String column, int row) {
        return switch (column) {
            case "n" -> (long) row;
            case "step" -> row % 11 == 3 ? null : row / 7;
            case "mixed" -> mixed(row);
            case "word" -> row % 5 == 4 ? null : "word " + row / 300 % 4;
            case "text" -> text(row);
            case "x" -> row / 40 % 3 == 1 ? null : row / 2.0;
            case "list" -> row % 6 == 5 ? null : list(row);
            default -> row % 9 == 8 ? null : Arrays.asList(row % 4 == 1 ? null : (long) row, "b" + row);
        };
    }

    private static long mixed(int row) {
        return row * 2_654_435_761L % 1009;
    }

    /** Some are as long as many others. */
    private static String text(int row) {
        return "row " + row + "x".repeat(row % 97 == 0 || row / 100 % 7 == 2 ? 400 : row % 13);
    }

    private static List<@Nullable Object> list(int row) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < row % 4; i++) {
            list.add(row % 8 == 7 ? null : (long) row + i);
        }
        return list;
    }

    private static RowBatch flat() {
        RowBatch batch = RowBatch.empty(FLAT);
        for (int row = 0; row < ROWS; row++) {
            batch.longs(0).append(row);
            if (value("step", row) instanceof Integer step) {
                batch.ints(1).append(step);
            } else {
                batch.ints(1).appendNull();
            }
            batch.longs(2).append(mixed(row));
            if (value("word", row) instanceof String word) {
                batch.bytes(3).append(word);
            } else {
                batch.bytes(3).appendNull();
            }
            batch.bytes(4).append(text(row));
            if (value("x", row) instanceof Double x) {
                batch.doubles(5).append(x);
            } else {
                batch.doubles(5).appendNull();
            }
        }
        return batch;
    }

    /** Several row groups of small pages, written by Parquet's own writer. */
    private void foreign(WriterVersion version, int pageBytes) throws IOException {
        Path file = folder.resolve("foreign.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new Configuration(false))
                .withType(MESSAGE)
                .withWriterVersion(version)
                .withPageSize(pageBytes)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(1)
                .withRowGroupSize(70_000L)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                writer.write(group(row));
            }
        }
        storage.put(at, Content.of(Files.readAllBytes(file)));
    }

    private static Group group(int row) {
        Group group = new SimpleGroup(MESSAGE);
        for (String column : List.of("n", "step", "mixed", "word", "text", "x")) {
            @Nullable Object value = value(column, row);
            if (value instanceof Long number) {
                group.append(column, number);
            } else if (value instanceof Integer number) {
                group.append(column, number);
            } else if (value instanceof Double number) {
                group.append(column, number);
            } else if (value instanceof String text) {
                group.append(column, text);
            }
        }
        if (value("list", row) instanceof List<?> elements) {
            Group list = group.addGroup("list");
            for (Object element : elements) {
                Group entry = list.addGroup("list");
                if (element != null) {
                    entry.append("element", (Long) element);
                }
            }
        }
        if (value("struct", row) instanceof List<?> fields) {
            Group struct = group.addGroup("struct");
            if (fields.get(0) instanceof Long a) {
                struct.append("a", a);
            }
            struct.append("b", (String) fields.get(1));
        }
        return group;
    }
}
