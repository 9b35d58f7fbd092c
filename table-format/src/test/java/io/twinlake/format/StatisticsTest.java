package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
