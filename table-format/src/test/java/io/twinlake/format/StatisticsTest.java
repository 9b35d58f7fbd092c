package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void an_upper_time_is_rounded_up_to_the_millisecond() {
        RowBatch batch = RowBatch.empty(Schema.of(nullable("at", Primitive.TIMESTAMP)));
        batch.longs(0).append(Micros.of(Instant.parse("2013-06-01T12:00:00.000001Z")));
        assertThat(statistics(batch).toJson())
                .isEqualTo("{\"numRecords\":1,\"minValues\":{\"at\":\"2013-06-01T12:00:00.000Z\"},"
                        + "\"maxValues\":{\"at\":\"2013-06-01T12:00:00.001Z\"},\"nullCount\":{\"at\":0}}");
    }

    @Test
    void an_upper_time_of_others_may_have_been_cut_and_is_raised() {
        Schema schema = Schema.of(nullable("at", Primitive.TIMESTAMP));
        var read = FileStatistics.parse("{\"maxValues\":{\"at\":\"2013-06-01T14:00:00.123+02:00\"}}", schema);
        assertThat(read.column(List.of("at")).max()).contains(Literal.of(Instant.parse("2013-06-01T12:00:00.124Z")));
    }

    @Test
    void times_near_the_ends_of_what_a_long_can_count_stay_bounds() {
        Schema schema = Schema.of(nullable("at", Primitive.TIMESTAMP), nullable("local", Primitive.TIMESTAMP_NTZ));
        var read = FileStatistics.parse(
                "{\"numRecords\":1,\"maxValues\":{\"at\":\"+294247-01-10T04:00:54.775Z\","
                        + "\"local\":\"+294247-01-10T04:00:54.775\"}}",
                schema);
        Literal last = Literal.of(Micros.toInstant(Long.MAX_VALUE));
        Literal lastLocal = Literal.of(Micros.toDateTime(Long.MAX_VALUE));

        assertThat(compare("at", last).on(read, schema)).isNotEqualTo(Tri.NO);
        assertThat(compare("local", lastLocal).on(read, schema)).isNotEqualTo(Tri.NO);
    }

    private static Predicate compare(String column, Literal literal) {
        return new Predicate.Compare(column, Predicate.Operator.AT_LEAST, literal);
    }

    /** Los Angeles was 7:52:58 behind until 1883; who prints offsets to the minute leaves the seconds out. */
    @Test
    void old_offsets_that_lost_their_seconds_leave_room_for_them() {
        Schema schema = Schema.of(nullable("at", Primitive.TIMESTAMP));
        Instant exact = Instant.parse("1909-12-31T23:40:28Z");
        var read = FileStatistics.parse(
                "{\"minValues\":{\"at\":\"1910-01-01T00:00:00.000+00:19\"},"
                        + "\"maxValues\":{\"at\":\"1910-01-01T00:00:00.000+00:19\"}}",
                schema);

        assertThat(Predicate.equal("at", exact).on(read, schema)).isNotEqualTo(Tri.NO);
        assertThat(Predicate.equal("at", exact.plusSeconds(120)).on(read, schema))
                .isEqualTo(Tri.NO);
    }

    @Test
    void what_deletion_vectors_leave_of_counts_is_all_or_none() {
        Schema schema = Schema.of(nullable("n", Primitive.LONG));
        Predicate isNull = new Predicate.IsNull("n");
        Predicate isThere = new Predicate.Not(isNull);
        assertThat(isNull.on(wide(3, 3), schema)).isEqualTo(Tri.ALL);
        assertThat(isThere.on(wide(3, 3), schema)).isEqualTo(Tri.NO);
        assertThat(isNull.on(wide(3, 0), schema)).isEqualTo(Tri.NO);
        assertThat(isNull.on(wide(3, 2), schema)).isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("n", 5L).on(wide(3, 2), schema)).isEqualTo(Tri.MAYBE);
    }

    private static FileStatistics wide(long rows, long nulls) {
        return FileStatistics.parse(
                "{\"numRecords\":" + rows + ",\"tightBounds\":false,\"nullCount\":{\"n\":" + nulls + "}}",
                Schema.of(nullable("n", Primitive.LONG)));
    }

    @Test
    void a_missing_count_says_nothing_of_nulls() {
        Schema schema = Schema.of(nullable("n", Primitive.LONG));
        var bounds = FileStatistics.parse("{\"minValues\":{\"n\":1},\"maxValues\":{\"n\":9}}", schema);
        assertThat(new Predicate.IsNull("n").on(bounds, schema)).isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("n", 10L).on(bounds, schema)).isEqualTo(Tri.NO);
        var countAlone = FileStatistics.parse("{\"nullCount\":{\"n\":7}}", schema);
        assertThat(new Predicate.Not(new Predicate.IsNull("n")).on(countAlone, schema))
                .isEqualTo(Tri.MAYBE);
    }

    @Test
    void strings_are_ordered_by_their_bytes_not_by_javas_characters() {
        Schema schema = Schema.of(nullable("s", Primitive.STRING));
        String beyond = "\ud83d\ude00"; // greater than U+FF5E by its bytes, less by UTF-16
        var other =
                FileStatistics.parse("{\"minValues\":{\"s\":\"a\"},\"maxValues\":{\"s\":\"" + beyond + "\"}}", schema);
        assertThat(Predicate.equal("s", "\uff5e").on(other, schema)).isEqualTo(Tri.MAYBE);
    }

    @Test
    void not_a_number_of_others_is_beyond_every_bound() {
        Schema schema = Schema.of(nullable("x", Primitive.DOUBLE));
        var read = FileStatistics.parse(
                "{\"minValues\":{\"x\":1.0},\"maxValues\":{\"x\":\"NaN\"},\"nullCount\":{\"x\":0}}", schema);
        assertThat(Predicate.atLeast("x", 1e300).on(read, schema)).isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("x", 0.5).on(read, schema)).isEqualTo(Tri.NO);
    }

    /** The writers of Rust and DuckDB do so. */
    @Test
    void not_a_number_may_be_beside_a_finite_maximum() {
        Schema schema = Schema.of(nullable("x", Primitive.DOUBLE));
        String bounds = "\"minValues\":{\"x\":1.0},\"maxValues\":{\"x\":2.0},\"nullCount\":{\"x\":0}}";
        var read = FileStatistics.parse("{\"numRecords\":3," + bounds, schema);
        for (Predicate predicate : List.of(
                Predicate.equal("x", Double.NaN),
                Predicate.not(Predicate.atMost("x", 5.0)),
                new Predicate.Compare("x", Predicate.Operator.GREATER, Literal.of(5.0)),
                Predicate.atLeast("x", Double.NaN),
                Predicate.not(Predicate.equal("x", 2.0)))) {
            assertThat(predicate.on(read, schema)).as("%s", predicate).isEqualTo(Tri.MAYBE);
        }
        assertThat(Predicate.atMost("x", 2.0).on(read, schema)).isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("x", 5.0).on(read, schema)).isEqualTo(Tri.NO);
        assertThat(Predicate.not(Predicate.atLeast("x", 0.5)).on(read, schema)).isEqualTo(Tri.NO);

        var covered = FileStatistics.parse("{\"numRecords\":3,\"boundsCoverNaN\":true," + bounds, schema);
        assertThat(Predicate.atLeast("x", 5.0).on(covered, schema)).isEqualTo(Tri.NO);
        assertThat(Predicate.equal("x", Double.NaN).on(covered, schema)).isEqualTo(Tri.NO);
        assertThat(Predicate.atMost("x", 2.0).on(covered, schema)).isEqualTo(Tri.ALL);
    }

    @Test
    void a_decimal_may_have_been_rounded_to_a_double() {
        Schema schema =
                Schema.of(nullable("d", new DataType.Decimal(38, 20)), nullable("e", new DataType.Decimal(10, 2)));
        var read = FileStatistics.parse(
                "{\"minValues\":{\"d\":0.1,\"e\":0.1000000000000000055511151231257827},"
                        + "\"maxValues\":{\"d\":123456789012345680,\"e\":0.1}}",
                schema);
        assertThat(Predicate.equal("d", new BigDecimal("0.09999999999999999999"))
                        .on(read, schema))
                .isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("d", new BigDecimal("123456789012345687.12345"))
                        .on(read, schema))
                .isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("d", new BigDecimal("0.0999999999")).on(read, schema))
                .isEqualTo(Tri.NO);
        assertThat(Predicate.equal("e", new BigDecimal("0.10")).on(read, schema))
                .isEqualTo(Tri.MAYBE);
        assertThat(Predicate.equal("e", new BigDecimal("0.09")).on(read, schema))
                .isEqualTo(Tri.NO);
    }

    @Test
    void a_number_of_a_thousand_million_digits_says_nothing() {
        Schema schema = Schema.of(nullable("d", new DataType.Decimal(38, 20)));
        assertThat(FileStatistics.parse(
                                "{\"minValues\":{\"d\":1e-999999999},\"maxValues\":{\"d\":1e999999999}}", schema)
                        .columns())
                .isEmpty();
    }

    /** Spark cut before U+1F600 and raised the rest by U+FFFD, by UTF-16 the greater of the two. */
    @Test
    void an_upper_string_may_have_been_cut_before_a_character_beyond_the_basic_plane() {
        Schema schema = Schema.of(nullable("s", Primitive.STRING));
        String prefix = "a".repeat(31);
        String row = prefix + "b\ud83d\ude00c";
        assertThat(upperHides(prefix + "b\ufffd", row)).isFalse();
        assertThat(upperHides(prefix + "?\ufffd", prefix + "\ud83d\ude00")).isFalse();
        assertThat(upperHides(prefix + "\\ud83d\ufffd", prefix + "\ud83d\ude00"))
                .isFalse();
        assertThat(upperHides("\uff5e", "\ud83d\ude00")).isFalse();
        assertThat(upperHides(prefix + "b\ufffd", prefix + "c")).isTrue();
        var lower = FileStatistics.parse("{\"minValues\":{\"s\":\"a\ud83d\ude00\"}}", schema);
        assertThat(Predicate.equal("s", "a\uff5e").on(lower, schema)).isNotEqualTo(Tri.NO);
        assertThat(Predicate.equal("s", "a").on(lower, schema)).isEqualTo(Tri.NO);
    }

    private static boolean upperHides(String max, String row) {
        Schema schema = Schema.of(nullable("s", Primitive.STRING));
        var read = FileStatistics.parse("{\"maxValues\":{\"s\":\"" + max + "\"}}", schema);
        return Predicate.equal("s", row).on(read, schema) == Tri.NO;
    }

    @Test
    void only_chosen_columns_have_statistics() {
        var inner = new DataType.Struct(List.of(nullable("b", Primitive.LONG), nullable("c", Primitive.LONG)));
        Schema schema = Schema.of(
                nullable("a", Primitive.LONG),
                nullable("void", Primitive.VOID),
                nullable("s", inner),
                nullable("l", new DataType.Array(Primitive.LONG, true)),
                nullable("dotted.name", Primitive.LONG));

        assertThat(columns(schema, IndexedColumns.first(3))).containsExactly(List.of("a"), List.of("s", "b"));
        assertThat(columns(schema, IndexedColumns.first(0))).isEmpty();
        assertThat(columns(schema, IndexedColumns.first(Integer.MAX_VALUE))).hasSize(5);
        assertThat(columns(schema, IndexedColumns.named(List.of("S", "dotted.name", "gone"))))
                .containsExactly(List.of("s", "b"), List.of("s", "c"), List.of("dotted.name"));
        assertThat(columns(schema, IndexedColumns.named(List.of("s.c")))).containsExactly(List.of("s", "c"));
        assertThat(columns(schema, IndexedColumns.first(1).and(List.of("s.c"))))
                .containsExactly(List.of("a"), List.of("s", "c"));
    }

    private Set<List<String>> columns(Schema schema, IndexedColumns chosen) {
        RowBatch batch = RowBatch.empty(schema);
        for (int i = 0; i < schema.size(); i++) {
            batch.column(i).appendNull();
        }
        var at = Location.parse("memory://lake/t/part-1.parquet");
        var options = DataFileOptions.defaults().withIndexedColumns(chosen);
        try (var writer = DataFileWriter.create(storage, at, schema, options)) {
            writer.write(batch);
            return writer.finish().statistics().columns().keySet();
        }
    }

    @Test
    void long_strings_are_cut_and_the_upper_one_is_raised() {
        String forty = "a".repeat(40);
        assertThat(StringBound.least(forty)).isEqualTo("a".repeat(32));
        assertThat(StringBound.greatest(forty)).contains("a".repeat(32) + "\u007f");
        assertThat(StringBound.greatest("a".repeat(32) + "\u00e9")).contains("a".repeat(32) + "\udbff\udfff");
    }

    @Test
    void a_surrogate_pair_is_not_cut() {
        String text = "a".repeat(31) + "\ud83d\ude00" + "b";
        assertThat(StringBound.least(text)).isEqualTo("a".repeat(31));
        assertThat(StringBound.greatest(text)).contains("a".repeat(31) + "\udbff\udfff");
    }

    @Test
    void an_upper_string_that_can_not_be_raised_is_left_out() {
        assertThat(StringBound.greatest("\udbff\udfff".repeat(70))).isEmpty();
    }

    @Test
    void nan_hides_the_bounds_and_infinity_is_not_written() {
        RowBatch batch = RowBatch.empty(Schema.of(nullable("x", Primitive.DOUBLE), nullable("y", Primitive.DOUBLE)));
        for (double value : new double[] {1, Double.NaN}) {
            batch.doubles(0).append(value);
        }
        batch.doubles(1).append(-0.0);
        batch.doubles(1).append(Double.POSITIVE_INFINITY);
        assertThat(statistics(batch).toJson())
                .isEqualTo("{\"numRecords\":2,\"minValues\":{\"y\":-0.0},\"maxValues\":{},"
                        + "\"nullCount\":{\"x\":0,\"y\":0}}");
    }

    @Test
    void columns_of_structs_are_nested_and_booleans_binaries_and_arrays_have_no_bounds() {
        var struct = new DataType.Struct(
                List.of(nullable("n", new DataType.Decimal(20, 2)), nullable("b", Primitive.BOOLEAN)));
        RowBatch batch = RowBatch.empty(
                Schema.of(nullable("s", struct), nullable("l", new DataType.Array(Primitive.LONG, true))));
        batch.column(0).appendNull();
        batch.column(1).appendNull();
        StructVector vector = (StructVector) batch.column(0);
        ((BytesVector) vector.field(0))
                .append(new BigDecimal("-1.25").unscaledValue().toByteArray());
        ((BooleanVector) vector.field(1)).append(true);
        vector.endRow();
        ((ListVector) batch.column(1)).endRow();
        assertThat(statistics(batch).toJson())
                .isEqualTo("{\"numRecords\":2,\"minValues\":{\"s\":{\"n\":-1.25}},\"maxValues\":{\"s\":{\"n\":-1.25}},"
                        + "\"nullCount\":{\"s\":{\"n\":1,\"b\":1},\"l\":1}}");
    }

    @Test
    void what_is_not_understood_says_nothing() {
        Schema schema = Schema.of(nullable("n", Primitive.LONG), nullable("at", Primitive.TIMESTAMP));
        var read = FileStatistics.parse(
                "{\"minValues\":{\"n\":\"x\",\"at\":\"2013-01-01 00:00:00\",\"gone\":3},\"tightBounds\":false}",
                schema);
        assertThat(read.columns()).isEmpty();
        assertThat(read.rows()).isEmpty();
        assertThat(read.tightBounds()).isFalse();
        assertThat(FileStatistics.parse("not json", schema)).isEqualTo(FileStatistics.NONE);
    }

    private FileStatistics statistics(RowBatch batch) {
        var at = Location.parse("memory://lake/t/part-1.parquet");
        try (var writer = DataFileWriter.create(storage, at, batch.schema(), DataFileOptions.defaults())) {
            writer.write(batch);
            return writer.finish().statistics();
        }
    }
}
