package io.twinlake.query;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.log.CorruptLogException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * The value of a partition column in all rows of a file, as the log serialises it (PROTOCOL.md, "Partition Value
 * Serialization"): empty text is null for every type, a timestamp without zone is UTC.
 */
final class PartitionColumn {

    private final Field field;
    private final Optional<String> value;

    private PartitionColumn(Field field, Optional<String> value) {
        this.field = field;
        this.value = value;
    }

    /** The column's value among those of a file, which may name it in another case. */
    static PartitionColumn of(Field field, Map<String, Optional<String>> values) {
        Optional<String> value = values.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(field.name()))
                .findFirst()
                .flatMap(Map.Entry::getValue)
                .filter(text -> !text.isEmpty());
        return new PartitionColumn(field, value);
    }

    /** A vector with that value in every row. */
    ColumnVector vector(int rows) {
        ColumnVector vector = ColumnVector.of(field.type());
        if (value.isEmpty()) {
            for (int row = 0; row < rows; row++) {
                vector.appendNull();
            }
            return vector;
        }
        ColumnVector one = ColumnVector.of(field.type());
        append(one, value.get());
        for (int row = 0; row < rows; row++) {
            vector.appendFrom(one, 0);
        }
        return vector;
    }

    private void append(ColumnVector vector, String text) {
        try {
            if (field.type() instanceof DataType.Decimal decimal) {
                appendDecimal(vector, new BigDecimal(text).setScale(decimal.scale(), RoundingMode.UNNECESSARY));
            } else if (field.type() instanceof DataType.Primitive primitive) {
                appendPrimitive(primitive, vector, text);
            } else {
                throw new IllegalArgumentException("a nested type can't partition a table");
            }
        } catch (RuntimeException e) {
            throw new CorruptLogException(
                    "partition value '" + text + "' of column '" + field.name() + "' is not a " + field.type(), e);
        }
    }

    private static void appendDecimal(ColumnVector vector, BigDecimal value) {
        if (vector instanceof LongVector longs) {
            longs.append(value.unscaledValue().longValueExact());
        } else {
            ((BytesVector) vector).append(value.unscaledValue().toByteArray());
        }
    }

    private static void appendPrimitive(DataType.Primitive type, ColumnVector vector, String text) {
        switch (type) {
            case BOOLEAN -> ((BooleanVector) vector).append(bool(text));
            case BYTE, SHORT, INTEGER -> ((IntVector) vector).append(Integer.parseInt(text));
            case LONG -> ((LongVector) vector).append(Long.parseLong(text));
            case FLOAT -> ((FloatVector) vector).append(Float.parseFloat(text));
            case DOUBLE -> ((DoubleVector) vector).append(Double.parseDouble(text));
            case STRING -> ((BytesVector) vector).append(text);
            case BINARY -> ((BytesVector) vector).append(text.getBytes(StandardCharsets.UTF_8));
            case DATE ->
                ((IntVector) vector)
                        .append(Math.toIntExact(LocalDate.parse(text).toEpochDay()));
            case TIMESTAMP, TIMESTAMP_NTZ -> ((LongVector) vector).append(Values.micros(PointInTime.parse(text)));
            case VARIANT, VOID -> throw new IllegalArgumentException("no values of that type in a log");
        }
    }

    private static boolean bool(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        throw new IllegalArgumentException("neither true nor false");
    }
}
