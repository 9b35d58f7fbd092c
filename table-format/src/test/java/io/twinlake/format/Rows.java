package io.twinlake.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Batches as plain Java values, to be compared: structs as lists, maps as lists of entries. */
final class Rows {

    private Rows() {}

    static List<List<@Nullable Object>> of(RowBatch batch) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < batch.schema().size(); i++) {
                values.add(value(batch.column(i), row));
            }
            rows.add(values);
        }
        return rows;
    }

    static List<List<@Nullable Object>> of(DataFileReader reader) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        reader.forEachRemaining(batch -> rows.addAll(of(batch)));
        return rows;
    }

    static @Nullable Object value(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof LongVector longs) {
            return vector.type() instanceof DataType.Decimal decimal
                    ? BigDecimal.valueOf(longs.get(row), decimal.scale())
                    : (Object) longs.get(row);
        }
        if (vector instanceof BytesVector bytes) {
            return bytes(bytes, row);
        }
        if (vector instanceof IntVector ints) {
            return ints.get(row);
        }
        if (vector instanceof DoubleVector doubles) {
            return doubles.get(row);
        }
        if (vector instanceof FloatVector floats) {
            return floats.get(row);
        }
        if (vector instanceof BooleanVector booleans) {
            return booleans.get(row);
        }
        return nested(vector, row);
    }

    private static Object bytes(BytesVector vector, int row) {
        if (vector.type() instanceof DataType.Decimal decimal) {
            return new BigDecimal(new BigInteger(vector.get(row)), decimal.scale());
        }
        return vector.type() == DataType.Primitive.STRING
                ? vector.string(row)
                : java.util.HexFormat.of().formatHex(vector.get(row));
    }

    private static Object nested(ColumnVector vector, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        if (vector instanceof StructVector struct) {
            struct.fields().forEach(field -> values.add(value(field, row)));
        } else if (vector instanceof ListVector list) {
            for (int i = list.start(row); i < list.end(row); i++) {
                values.add(value(list.elements(), i));
            }
        } else if (vector instanceof MapVector map) {
            for (int i = map.start(row); i < map.end(row); i++) {
                values.add(new java.util.AbstractMap.SimpleEntry<@Nullable Object, @Nullable Object>(
                        value(map.keys(), i), value(map.values(), i)));
            }
        }
        return values;
    }
}
