package io.twinlake.query;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.Literal;
import io.twinlake.format.LongVector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Compares the values of a column with one literal, without boxing for the common types: strings by their UTF-8 bytes,
 * floating point with NaN as the greatest value and the two zeros equal, as Spark and DuckDB do.
 */
abstract class LiteralComparison {

    /** Less than, equal to or greater than 0, as the value is to the literal; the value must not be null. */
    abstract int compare(ColumnVector vector, int row);

    /** Whether the literal, a text, is how the value begins. */
    boolean isPrefix(ColumnVector vector, int row) {
        throw new IllegalArgumentException("only texts begin with a prefix");
    }

    /** @throws IllegalArgumentException if values of that type can't be compared with the literal */
    static LiteralComparison of(String column, DataType type, Literal literal) {
        Object value = TypedLiteral.of(column, type, literal).value();
        if (type instanceof DataType.Decimal decimal) {
            return new OfDecimal(decimal.scale(), TypedLiteral.decimal(value));
        }
        return switch ((DataType.Primitive) type) {
            case BOOLEAN -> new OfBoolean((Boolean) value);
            case BYTE, SHORT, INTEGER, LONG -> ofInteger(value);
            case FLOAT, DOUBLE -> new OfDouble(((Number) value).doubleValue());
            case DATE -> new OfLong(((java.time.LocalDate) value).toEpochDay());
            case TIMESTAMP -> new OfLong(Values.micros((java.time.Instant) value));
            case TIMESTAMP_NTZ ->
                new OfLong(Values.micros(((java.time.LocalDateTime) value).toInstant(java.time.ZoneOffset.UTC)));
            case STRING -> new OfBytes(((String) value).getBytes(StandardCharsets.UTF_8));
            case BINARY -> new OfBytes((byte[]) value);
            case VARIANT, VOID -> throw TypedLiteral.incomparable(column, type, literal);
        };
    }

    private static LiteralComparison ofInteger(Object value) {
        return value instanceof Long number ? new OfLong(number) : new OfDecimal(0, TypedLiteral.decimal(value));
    }

    private static long integer(ColumnVector vector, int row) {
        return vector instanceof LongVector longs ? longs.get(row) : ((IntVector) vector).get(row);
    }

    private static final class OfBoolean extends LiteralComparison {
        private final boolean literal;

        OfBoolean(boolean literal) {
            this.literal = literal;
        }

        @Override
        int compare(ColumnVector vector, int row) {
            return Boolean.compare(((BooleanVector) vector).get(row), literal);
        }
    }

    private static final class OfLong extends LiteralComparison {
        private final long literal;

        OfLong(long literal) {
            this.literal = literal;
        }

        @Override
        int compare(ColumnVector vector, int row) {
            return Long.compare(integer(vector, row), literal);
        }
    }

    private static final class OfDouble extends LiteralComparison {
        private final double literal;

        OfDouble(double literal) {
            this.literal = literal;
        }

        @Override
        int compare(ColumnVector vector, int row) {
            double value = vector instanceof FloatVector floats ? floats.get(row) : ((DoubleVector) vector).get(row);
            return value == literal ? 0 : Double.compare(value, literal);
        }
    }

    private static final class OfDecimal extends LiteralComparison {
        private final int scale;
        private final BigDecimal literal;

        OfDecimal(int scale, BigDecimal literal) {
            this.scale = scale;
            this.literal = literal;
        }

        @Override
        int compare(ColumnVector vector, int row) {
            BigDecimal value = vector instanceof BytesVector
                    ? Values.decimal(vector, row, scale)
                    : BigDecimal.valueOf(integer(vector, row), scale);
            return value.compareTo(literal);
        }
    }

    private static final class OfBytes extends LiteralComparison {
        private final byte[] literal;

        OfBytes(byte[] literal) {
            this.literal = literal;
        }

        @Override
        int compare(ColumnVector vector, int row) {
            BytesVector bytes = (BytesVector) vector;
            int start = bytes.start(row);
            return Arrays.compareUnsigned(bytes.array(), start, start + bytes.length(row), literal, 0, literal.length);
        }

        @Override
        boolean isPrefix(ColumnVector vector, int row) {
            BytesVector bytes = (BytesVector) vector;
            int start = bytes.start(row);
            return bytes.length(row) >= literal.length
                    && Arrays.equals(bytes.array(), start, start + literal.length, literal, 0, literal.length);
        }
    }
}
