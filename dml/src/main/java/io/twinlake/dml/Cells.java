package io.twinlake.dml;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A cell of a vector as a value that can be compared and printed; numbers of one kind are equal whatever their width. */
final class Cells implements DataType.Cases<Object> {

    private static final int SHOWN_COLUMNS = 12;
    private static final long MICROS = 1_000_000L;

    private final ColumnVector vector;
    private final int row;

    private Cells(ColumnVector vector, int row) {
        this.vector = vector;
        this.row = row;
    }

    static @Nullable Object of(ColumnVector vector, int row) {
        return vector.isNull(row) ? null : vector.type().match(new Cells(vector, row));
    }

    /** Whether values of the two types are equal where SQL says so; those with parts never are, nor are those of two kinds. */
    static boolean areComparable(DataType a, DataType b) {
        if (a instanceof DataType.Decimal && b instanceof DataType.Decimal) {
            return true;
        }
        return a instanceof DataType.Primitive left
                && b instanceof DataType.Primitive right
                && kind(left) == kind(right)
                && left != DataType.Primitive.VARIANT;
    }

    private static DataType.Primitive kind(DataType.Primitive type) {
        return switch (type) {
            case BYTE, SHORT, INTEGER, LONG -> DataType.Primitive.LONG;
            case FLOAT, DOUBLE -> DataType.Primitive.DOUBLE;
            default -> type;
        };
    }

    /** A row as a reader of an error would like to see it. */
    static String show(RowBatch batch, int row) {
        var text = new StringJoiner(", ", "(", ")");
        for (int i = 0; i < Math.min(SHOWN_COLUMNS, batch.schema().size()); i++) {
            text.add(batch.schema().field(i).name() + " = " + of(batch.column(i), row));
        }
        return text + (batch.schema().size() > SHOWN_COLUMNS ? " and more columns" : "");
    }

    @Override
    public Object primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> ((BooleanVector) vector).get(row);
            case BYTE, SHORT, INTEGER, VOID -> (long) ((IntVector) vector).get(row);
            case LONG -> ((LongVector) vector).get(row);
            case FLOAT -> plusZero(((FloatVector) vector).get(row));
            case DOUBLE -> plusZero(((DoubleVector) vector).get(row));
            case STRING -> ((BytesVector) vector).string(row);
            case BINARY -> ByteBuffer.wrap(((BytesVector) vector).get(row));
            case DATE -> LocalDate.ofEpochDay(((IntVector) vector).get(row));
            case TIMESTAMP -> instant(((LongVector) vector).get(row));
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(((LongVector) vector).get(row)), ZoneOffset.UTC);
            case VARIANT -> parts();
        };
    }

    /** SQL's -0.0 equals 0.0. */
    private static double plusZero(double value) {
        return value + 0.0;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    }

    @Override
    public Object decimal(DataType.Decimal type) {
        BigDecimal exact = vector instanceof LongVector longs
                ? BigDecimal.valueOf(longs.get(row), type.scale())
                : new BigDecimal(new BigInteger(((BytesVector) vector).get(row)), type.scale());
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }

    @Override
    public Object struct(DataType.Struct type) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Field field = type.fields().get(i);
            fields.add(field.name() + "=" + of(((StructVector) vector).field(i), row));
        }
        return fields;
    }

    @Override
    public Object array(DataType.Array type) {
        ListVector list = (ListVector) vector;
        List<String> elements = new ArrayList<>();
        for (int i = list.start(row); i < list.end(row); i++) {
            elements.add(String.valueOf(of(list.elements(), i)));
        }
        return elements;
    }

    @Override
    public Object map(DataType.MapOf type) {
        MapVector map = (MapVector) vector;
        List<String> entries = new ArrayList<>();
        for (int i = map.start(row); i < map.end(row); i++) {
            entries.add(of(map.keys(), i) + "=" + of(map.values(), i));
        }
        return entries;
    }

    private Object parts() {
        StructVector struct = (StructVector) vector;
        return List.of(String.valueOf(of(struct.field(0), row)), String.valueOf(of(struct.field(1), row)));
    }
}
