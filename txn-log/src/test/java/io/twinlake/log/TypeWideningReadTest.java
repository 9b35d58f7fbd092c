package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Decimal;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files of before a column's type became wider. */
class TypeWideningReadTest {

    /** From, to, and 7 or 0.1 as it is stored then; times are days and microseconds. */
    private record Change(DataType from, DataType to, String value) {}

    private static final List<Change> CHANGES = List.of(
            new Change(Primitive.BYTE, Primitive.SHORT, "7"),
            new Change(Primitive.BYTE, Primitive.INTEGER, "7"),
            new Change(Primitive.BYTE, Primitive.LONG, "7"),
            new Change(Primitive.SHORT, Primitive.INTEGER, "7"),
            new Change(Primitive.SHORT, Primitive.LONG, "7"),
            new Change(Primitive.INTEGER, Primitive.LONG, "7"),
            new Change(Primitive.FLOAT, Primitive.DOUBLE, "0.10000000149011612"),
            new Change(Primitive.BYTE, Primitive.DOUBLE, "7.0"),
            new Change(Primitive.SHORT, Primitive.DOUBLE, "7.0"),
            new Change(Primitive.INTEGER, Primitive.DOUBLE, "7.0"),
            new Change(Primitive.DATE, Primitive.TIMESTAMP_NTZ, String.valueOf(7 * 86_400_000_000L)),
            new Change(new Decimal(5, 2), new Decimal(8, 4), "7.0000"),
            new Change(new Decimal(5, 2), new Decimal(18, 4), "7.0000"),
            new Change(new Decimal(5, 2), new Decimal(38, 10), "7.0000000000"),
            new Change(new Decimal(20, 2), new Decimal(24, 4), "7.0000"),
            new Change(Primitive.BYTE, new Decimal(10, 0), "7"),
            new Change(Primitive.BYTE, new Decimal(4, 1), "7.0"),
            new Change(Primitive.SHORT, new Decimal(12, 2), "7.00"),
            new Change(Primitive.INTEGER, new Decimal(30, 3), "7.000"),
            new Change(Primitive.LONG, new Decimal(20, 0), "7"),
            new Change(Primitive.LONG, new Decimal(25, 5), "7.00000"));

    private final Tables tables = new Tables();

    @Test
    void values_of_the_older_type_are_those_of_the_wider_one() {
        for (Change change : CHANGES) {
            Snapshot snapshot = table(change.from(), change.to(), "typeWidening");

            assertThat(read(snapshot)).as(change.toString()).isEqualTo(change.value());
        }
    }

    @Test
    void bounds_of_the_older_type_never_leave_a_row_out_and_still_leave_files_out() {
        for (Change change : CHANGES) {
            Snapshot snapshot = table(change.from(), change.to(), "typeWidening-preview");
            Object value = literal(change);

            assertThat(snapshot.files(Predicate.equal("x", value)))
                    .as(change.toString())
                    .hasSize(1);
            assertThat(snapshot.files(Predicate.equal("x", beyond(change))))
                    .as(change.toString())
                    .isEmpty();
        }
    }

    /** Others print a float with as few digits as tell it from its neighbours, which as a double are another number. */
    @Test
    void the_bounds_of_floats_hold_for_the_doubles_that_they_are_read_as() {
        Change change = new Change(Primitive.FLOAT, Primitive.DOUBLE, "0.10000000149011612");
        Snapshot snapshot = table(change.from(), change.to(), "typeWidening");
        Action.AddFile file = snapshot.files()
                .findFirst()
                .orElseThrow()
                .withStats(Optional.of("{\"numRecords\":1,\"minValues\":{\"x\":0.1},\"maxValues\":{\"x\":0.1},"
                        + "\"nullCount\":{\"x\":0}}"));

        assertThat(snapshot.pruning(Predicate.equal("x", literal(change))).keeps(file))
                .isTrue();
        assertThat(snapshot.pruning(Predicate.equal("x", 0.11)).keeps(file)).isFalse();
    }

    @Test
    void a_change_that_is_not_known_is_refused_by_name() {
        for (String to : List.of("\"string\"", "\"short\"", "\"decimal(4,0)\"", "\"quaternion\"")) {
            assertThatThrownBy(() -> table(Primitive.INTEGER, Primitive.LONG, to, "typeWidening"))
                    .isInstanceOf(UnsupportedTableException.class)
                    .hasMessageContaining("column 'x'")
                    .hasMessageContaining("typeWidening");
        }
    }

    private static Object literal(Change change) {
        if (change.to() == Primitive.TIMESTAMP_NTZ) {
            return LocalDateTime.of(1970, 1, 8, 0, 0);
        }
        return change.to() == Primitive.DOUBLE
                ? (Object) Double.valueOf(change.value())
                : new BigDecimal(change.value());
    }

    private static Object beyond(Change change) {
        Object value = literal(change);
        if (value instanceof LocalDateTime time) {
            return time.plusHours(1);
        }
        return value instanceof Double number ? (Object) (number + 1) : ((BigDecimal) value).add(BigDecimal.ONE);
    }

    private static String read(Snapshot snapshot) {
        try (LiveRows rows =
                snapshot.rows(snapshot.files().findFirst().orElseThrow(), snapshot.schema(), Predicate.TRUE)) {
            return text(rows.next().column(0));
        }
    }

    private static String text(ColumnVector vector) {
        if (vector.type() instanceof Decimal decimal) {
            return vector instanceof LongVector longs
                    ? BigDecimal.valueOf(longs.get(0), decimal.scale()).toString()
                    : new BigDecimal(new BigInteger(((BytesVector) vector).get(0)), decimal.scale()).toString();
        }
        if (vector instanceof IntVector ints) {
            return String.valueOf(ints.get(0));
        }
        return vector instanceof DoubleVector doubles
                ? String.valueOf(doubles.get(0))
                : String.valueOf(((LongVector) vector).get(0));
    }

    private Snapshot table(DataType from, DataType to, String feature) {
        return table(from, to, "\"" + TypeWidening.word(to) + "\"", feature);
    }

    private Snapshot table(DataType from, DataType to, String noted, String feature) {
        DataFile file = file(from);
        String changes = "[{\"fromType\":\"" + TypeWidening.word(from) + "\",\"toType\":" + noted + "}]";
        Schema schema = Schema.of(new Field("x", to, true, Map.of("delta.typeChanges", changes)));
        ForeignLog log = new ForeignLog(tables);
        log.commit(
                0,
                log.protocol(feature, "timestampNtz"),
                log.metadata(schema, List.of(), Map.of()),
                log.add(file, Map.of(), Optional.empty()));
        return tables.log().latest();
    }

    private DataFile file(DataType type) {
        RowBatch batch = RowBatch.empty(Schema.of(Field.nullable("x", type)));
        ColumnVector vector = batch.column(0);
        if (vector instanceof IntVector ints) {
            ints.append(7);
        } else if (vector instanceof FloatVector floats) {
            floats.append(0.1f);
        } else if (vector instanceof LongVector longs) {
            longs.append(type instanceof Decimal decimal ? 7 * (long) Math.pow(10, decimal.scale()) : 7);
        } else {
            ((BytesVector) vector).append(BigInteger.valueOf(700).toByteArray());
        }
        try (var writer = DataFileWriter.create(
                tables.memory, tables.location.resolve("part.parquet"), batch.schema(), DataFileOptions.defaults())) {
            writer.write(batch);
            return writer.finish();
        }
    }
}
