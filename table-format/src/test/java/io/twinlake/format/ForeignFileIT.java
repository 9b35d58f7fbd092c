package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of Parquet's own writer, and ours through Parquet's own reader. */
class ForeignFileIT {

    @TempDir
    Path folder;

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void parquets_own_reader_reads_what_we_write() throws IOException {
        Schema schema = Schema.of(
                nullable("n", Primitive.LONG),
                nullable("word", Primitive.STRING),
                nullable("x", Primitive.DOUBLE),
                nullable("words", new DataType.Array(Primitive.STRING, true)));
        RowBatch batch = RandomBatch.of(schema, 5000, new Random(3));
        write(batch, DataFileOptions.defaults());
        Path file = folder.resolve("ours.parquet");
        Files.write(file, storage.read(at));
        int row = 0;
        try (ParquetReader<Group> reader = new GroupReader(new LocalInputFile(file)).build()) {
            for (Group group = reader.read(); group != null; group = reader.read(), row++) {
                assertThat(flat(group)).isEqualTo(Rows.of(batch).get(row).subList(0, 3));
                assertThat(group.getFieldRepetitionCount("words"))
                        .isEqualTo(batch.column(3).isNull(row) ? 0 : 1);
            }
        }
        assertThat(row).isEqualTo(5000);
    }

    private static List<@Nullable Object> flat(Group group) {
        return Arrays.asList(
                group.getFieldRepetitionCount("n") == 0 ? null : (Object) group.getLong("n", 0),
                group.getFieldRepetitionCount("word") == 0 ? null : group.getString("word", 0),
                group.getFieldRepetitionCount("x") == 0 ? null : (Object) group.getDouble("x", 0));
    }

    @Test
    void lists_of_two_levels_and_maps_of_other_names_are_read() throws IOException {
        foreign(
                "message m { optional group l (LIST) { repeated int32 array; }"
                        + " optional group m (MAP) { repeated group map { required binary k (STRING); optional int64 v; } } }",
                (group, row) -> {
                    Group list = group.addGroup("l");
                    list.add("array", row);
                    list.add("array", row + 1);
                    group.addGroup("m").addGroup("map").append("k", "a").append("v", (long) row);
                });
        Schema wanted = Schema.of(
                nullable("l", new DataType.Array(Primitive.INTEGER, true)),
                nullable("m", new DataType.MapOf(Primitive.STRING, Primitive.LONG, true)));
        assertThat(read(wanted).get(1).toString()).isEqualTo("[[1, 2], [a=1]]");
    }

    @Test
    void narrow_types_are_widened_and_missing_columns_are_null() throws IOException {
        foreign(
                "message m { required int32 i; required float f; required int32 d (DATE); required int32 dec (DECIMAL(5,1));"
                        + " required int64 ms (TIMESTAMP(MILLIS,true)); required int64 ns (TIMESTAMP(NANOS,true)); required binary b; }",
                (group, row) -> group.append("i", 7)
                        .append("f", 1.5f)
                        .append("d", 1)
                        .append("dec", 123)
                        .append("ms", -1L)
                        .append("ns", -1L)
                        .append("b", "text"));
        Schema wanted = Schema.of(
                nullable("I", Primitive.LONG),
                nullable("f", Primitive.DOUBLE),
                nullable("d", Primitive.TIMESTAMP_NTZ),
                nullable("dec", new DataType.Decimal(20, 3)),
                nullable("ms", Primitive.TIMESTAMP),
                nullable("ns", Primitive.TIMESTAMP),
                nullable("b", Primitive.STRING),
                nullable("gone", Primitive.STRING),
                nullable("nothing", Primitive.VOID));
        assertThat(read(wanted).get(0).toString())
                .isEqualTo("[7, 1.5, 86400000000, 12.300, -1000, -1, text, null, null]");
    }

    @Test
    void times_of_twelve_bytes_are_read_from_dictionaries_and_as_both_kinds_of_time() throws IOException {
        foreign(
                "message m { required int96 t; required int96 local; optional group s { optional int96 t; } }",
                (group, row) -> {
                    group.append("t", new NanoTime(2_440_588, 1_001_999)); // Julian day of 1970-01-01
                    group.append("local", new NanoTime(2_440_587, 86_399_999_999_000L));
                    if (row > 0) {
                        group.addGroup("s")
                                .append("t", new NanoTime(2_299_160 - 1, row)); // before the calendars changed
                    }
                });
        Schema wanted = Schema.of(
                nullable("t", Primitive.TIMESTAMP),
                nullable("local", Primitive.TIMESTAMP_NTZ),
                nullable(
                        "s",
                        new DataType.Struct(
                                List.of(nullable("t", Primitive.TIMESTAMP), nullable("nothing", Primitive.VOID)))));
        String old = "[" + (2_299_159L - 2_440_588L) * 86_400_000_000L + ", null]";
        assertThat(read(wanted).toString())
                .isEqualTo("[[1001, -1, null], [1001, -1, " + old + "], [1001, -1, " + old + "]]");
    }

    @Test
    void times_that_no_microseconds_can_tell_are_refused_by_value() throws IOException {
        int farDay = 110_000_000; // the year 303143
        foreign(
                "message m { required int32 d (DATE); required int64 ms (TIMESTAMP(MILLIS,true));"
                        + " required group l (LIST) { repeated group list { required int96 element; } } }",
                (group, row) -> {
                    group.append("d", row < 2 ? row : farDay).append("ms", row < 2 ? row : Long.MIN_VALUE / 999);
                    group.addGroup("l")
                            .addGroup("list")
                            .append("element", new NanoTime(row < 2 ? 2_440_588 : Integer.MAX_VALUE, 5));
                });
        refused(nullable("d", Primitive.TIMESTAMP_NTZ), "column 'd' of ", "the day 110000000 after 1970-01-01");
        refused(nullable("ms", Primitive.TIMESTAMP), "column 'ms' of ", Long.MIN_VALUE / 999 + " milliseconds");
        refused(
                nullable("l", new DataType.Array(Primitive.TIMESTAMP, true)),
                "column 'l' of ",
                "the Julian day 2147483647 and 5 nanoseconds");
        assertThat(read(Schema.of(nullable("d", Primitive.DATE))).toString()).isEqualTo("[[0], [1], [110000000]]");
    }

    private void refused(Field wanted, String where, String value) {
        assertThatThrownBy(() -> read(Schema.of(wanted)))
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContainingAll(where, "part-1.parquet", value)
                .hasMessageNotContaining("damaged");
    }

    @Test
    void far_times_are_no_partition_values_and_far_days_are() {
        assertThat(Literal.ofPartition("+20000-01-02", Primitive.TIMESTAMP_NTZ))
                .contains(new Literal(LocalDateTime.of(20_000, 1, 2, 0, 0)));
        for (String text : List.of("+303143-01-01", "+303143-01-01 00:00:00", "-303143-01-01")) {
            assertThatThrownBy(() -> Literal.ofPartition(text, Primitive.TIMESTAMP_NTZ))
                    .hasMessageContaining("partition value '" + text + "' is no timestamp_ntz")
                    .hasRootCauseMessage("beyond the times that microseconds in 64 bits can tell");
        }
    }

    @Test
    void the_first_and_the_last_time_that_microseconds_can_tell_are_read() throws IOException {
        int last = (int) (Long.MAX_VALUE / Micros.PER_DAY);
        int first = (int) Math.floorDiv(Long.MIN_VALUE, Micros.PER_DAY);
        long inFirst = Math.floorMod(Long.MIN_VALUE, Micros.PER_DAY);
        foreign(
                "message m { required int32 d (DATE); required int96 early; required int96 late; }",
                (group, row) -> group.append("d", last)
                        .append("early", new NanoTime(first + 2_440_588, inFirst * 1000))
                        .append("late", new NanoTime(last + 2_440_588, Long.MAX_VALUE % Micros.PER_DAY * 1000 + 999)));
        Schema wanted = Schema.of(
                nullable("d", Primitive.TIMESTAMP_NTZ),
                nullable("early", Primitive.TIMESTAMP),
                nullable("late", Primitive.TIMESTAMP));

        assertThat(read(wanted).get(0)).containsExactly(last * Micros.PER_DAY, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void a_column_of_changes_in_a_data_file_is_no_column_of_the_table() throws IOException {
        foreign(
                "message m { required int64 n; required binary _change_type (STRING); }",
                (group, row) -> group.append("n", 1L).append("_change_type", "insert"));
        assertThat(read(Schema.of(nullable("n", Primitive.LONG))).toString()).isEqualTo("[[1], [1], [1]]");
    }

    @Test
    void a_struct_of_which_no_column_is_wanted_still_shows_whether_it_is_null() throws IOException {
        foreign(
                "message m { optional group s { optional group l (LIST) { repeated group list { optional int32 element; } } } }",
                (group, row) -> {
                    if (row > 0) {
                        Group list = group.addGroup("s").addGroup("l");
                        list.addGroup("list").append("element", 1);
                        list.addGroup("list").append("element", 2);
                    }
                });
        Schema wanted = Schema.of(nullable("s", new DataType.Struct(List.of(nullable("new", Primitive.LONG)))));
        assertThat(read(wanted).toString()).isEqualTo("[[null], [[null]], [[null]]]");
    }

    @Test
    void a_column_of_another_type_is_refused_by_name() throws IOException {
        foreign("message m { required binary word (STRING); }", (group, row) -> group.append("word", "x"));
        assertThatThrownBy(() -> read(Schema.of(nullable("word", Primitive.LONG))))
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContaining("'word'")
                .hasMessageContaining("part-1.parquet")
                .hasMessageContaining("as long")
                .hasMessageContaining("binary word (STRING)");
    }

    @Test
    void a_file_that_is_not_parquet_or_cut_off_is_refused_by_name() {
        Schema schema = Schema.of(nullable("n", Primitive.LONG));
        write(RandomBatch.of(schema, 1000, new Random(1)), DataFileOptions.defaults());
        byte[] whole = storage.read(at);
        for (byte[] bytes : List.of(
                new byte[0],
                "hello, world".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Arrays.copyOf(whole, whole.length - 5))) {
            storage.put(at, Content.of(bytes));
            assertThatThrownBy(() -> read(schema))
                    .isInstanceOf(CorruptDataFileException.class)
                    .hasMessageContaining("part-1.parquet");
        }
    }

    @Test
    void a_small_file_costs_one_request_and_a_large_one_two() {
        Schema schema = PredicateIT.comparable();
        var recording = RecordingStorage.over(storage, at.parent());
        write(RandomBatch.of(schema, 100, new Random(1)), DataFileOptions.defaults());
        read(recording, schema);
        assertThat(recording.operations()).containsExactly(Operation.readRange("part-1.parquet"));

        recording.forget();
        write(RandomBatch.of(schema, 30_000, new Random(1)), DataFileOptions.defaults());
        assertThat(storage.info(at).size()).isGreaterThan(ParquetInput.SMALL_BYTES);
        read(recording, schema);
        assertThat(recording.operations()).hasSize(2);
    }

    @Test
    void an_equality_that_most_rows_may_pass_reads_no_columns_between_those_that_are_wanted() {
        List<Field> fields = new ArrayList<>();
        IntStream.range(0, 12)
                .forEach(i -> fields.add(nullable("c" + i, i % 6 == 0 ? Primitive.LONG : Primitive.DOUBLE)));
        RowBatch batch = RowBatch.empty(new Schema(fields));
        Random random = new Random(1);
        for (int row = 0; row < 60_000; row++) {
            for (int column = 0; column < fields.size(); column++) {
                if (column % 6 == 0) {
                    batch.longs(column).append(row % 2);
                } else {
                    batch.doubles(column).append(random.nextDouble());
                }
            }
        }
        write(batch, DataFileOptions.defaults());
        var recording = RecordingStorage.over(storage, at.parent());
        Schema wanted = Schema.of(nullable("c0", Primitive.LONG), nullable("c6", Primitive.LONG));
        try (var reader = DataFileReader.open(recording, storage.info(at), wanted, Predicate.equal("c0", 1L))) {
            reader.forEachRemaining(rows -> assertThat(rows.rows()).isPositive());
        }

        assertThat(recording.operations())
                .as("the tail, and each column by itself")
                .hasSize(3);
    }

    private void write(RowBatch batch, DataFileOptions options) {
        try (var writer = DataFileWriter.create(storage, at, batch.schema(), options)) {
            writer.write(batch);
            writer.finish();
        }
    }

    private List<List<@Nullable Object>> read(Schema wanted) {
        return read(storage, wanted);
    }

    private List<List<@Nullable Object>> read(io.twinlake.storage.Storage from, Schema wanted) {
        try (var reader = DataFileReader.open(from, storage.info(at), wanted, Predicate.TRUE)) {
            return Rows.of(reader);
        }
    }

    private void foreign(String message, BiConsumer<Group, Integer> fill) throws IOException {
        ForeignFile.write(folder, storage, at, message, fill);
    }

    private static final class GroupReader extends ParquetReader.Builder<Group> {
        GroupReader(LocalInputFile file) {
            super(file);
        }

        @Override
        protected GroupReadSupport getReadSupport() {
            return new GroupReadSupport();
        }
    }
}
