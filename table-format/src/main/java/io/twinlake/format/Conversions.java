package io.twinlake.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Which Parquet types can be read as which types: the same ones and those that the protocol's type widening allows. */
final class Conversions {

    private static final long JULIAN_DAY_OF_1970 = 2_440_588;

    private Conversions() {}

    /** How {@code stored} is read as {@code wanted}; empty if it can't be. */
    static Optional<Conversion> of(PrimitiveType stored, DataType wanted) {
        if (wanted instanceof DataType.Decimal decimal) {
            return decimal(stored, decimal);
        }
        if (!(wanted instanceof DataType.Primitive primitive)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (primitive) {
                    case BOOLEAN -> is(stored, PrimitiveTypeName.BOOLEAN) ? Conversions::bool : null;
                    case BYTE, SHORT, INTEGER -> isInt(stored, 32) ? Conversions::integer : null;
                    case LONG -> toLong(stored);
                    case FLOAT -> is(stored, PrimitiveTypeName.FLOAT) ? Conversions::single : null;
                    case DOUBLE -> toDouble(stored);
                    case STRING -> isText(stored) ? Conversions::bytes : null;
                    case BINARY -> isBinary(stored) ? Conversions::bytes : null;
                    case DATE -> isDate(stored) ? Conversions::integer : null;
                    case TIMESTAMP -> toTimestamp(stored);
                    case TIMESTAMP_NTZ -> isDate(stored) ? Conversions::midnight : toTimestamp(stored);
                    case VARIANT, VOID -> null;
                });
    }

    /** How {@code stored} is read without regard to what it means. */
    static Conversion asStored(PrimitiveType stored) {
        return switch (stored.getPrimitiveTypeName()) {
            case BOOLEAN -> Conversions::bool;
            case INT32 -> Conversions::integer;
            case INT64 -> (from, to) -> ((LongVector) to).append(from.getLong());
            case FLOAT -> Conversions::single;
            case DOUBLE -> (from, to) -> ((DoubleVector) to).append(from.getDouble());
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> Conversions::bytes;
        };
    }

    private static boolean is(PrimitiveType stored, PrimitiveTypeName name) {
        return stored.getPrimitiveTypeName() == name;
    }

    private static boolean isInt(PrimitiveType stored, int bits) {
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        boolean width = is(stored, PrimitiveTypeName.INT32) || (bits == 64 && is(stored, PrimitiveTypeName.INT64));
        return width && (annotation == null || annotation instanceof IntLogicalTypeAnnotation);
    }

    private static boolean isDate(PrimitiveType stored) {
        return is(stored, PrimitiveTypeName.INT32)
                && stored.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation;
    }

    private static boolean isText(PrimitiveType stored) {
        return is(stored, PrimitiveTypeName.BINARY)
                && !(stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
    }

    private static boolean isBinary(PrimitiveType stored) {
        return isText(stored)
                || (is(stored, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                        && !(stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation));
    }

    private static @org.jspecify.annotations.Nullable Conversion toLong(PrimitiveType stored) {
        if (!isInt(stored, 64)) {
            return null;
        }
        return is(stored, PrimitiveTypeName.INT64)
                ? (from, to) -> ((LongVector) to).append(from.getLong())
                : (from, to) -> ((LongVector) to).append(from.getInteger());
    }

    private static @org.jspecify.annotations.Nullable Conversion toDouble(PrimitiveType stored) {
        if (is(stored, PrimitiveTypeName.DOUBLE)) {
            return (from, to) -> ((DoubleVector) to).append(from.getDouble());
        }
        if (is(stored, PrimitiveTypeName.FLOAT)) {
            return (from, to) -> ((DoubleVector) to).append(from.getFloat());
        }
        return isInt(stored, 32) ? (from, to) -> ((DoubleVector) to).append(from.getInteger()) : null;
    }

    private static @org.jspecify.annotations.Nullable Conversion toTimestamp(PrimitiveType stored) {
        if (is(stored, PrimitiveTypeName.INT96)) {
            return (from, to) -> ((LongVector) to).append(julian(from.getBinary()));
        }
        if (!(stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation annotation)) {
            return null;
        }
        return switch (annotation.getUnit()) {
            case MILLIS -> (from, to) -> ((LongVector) to).append(fromMillis(from.getLong()));
            case MICROS -> (from, to) -> ((LongVector) to).append(from.getLong());
            case NANOS -> (from, to) -> ((LongVector) to).append(Math.floorDiv(from.getLong(), 1000L));
        };
    }

    private static long fromMillis(long millis) {
        try {
            return Math.multiplyExact(millis, 1000L);
        } catch (ArithmeticException e) {
            throw tooFar(millis + " milliseconds from 1970", e);
        }
    }

    /** Nanoseconds of the day, then the Julian day, both little-endian. */
    private static long julian(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong(bytes.position());
        long day = bytes.getInt(bytes.position() + Long.BYTES);
        try {
            return Micros.exactly(day - JULIAN_DAY_OF_1970, Math.floorDiv(nanos, 1000L));
        } catch (ArithmeticException e) {
            throw tooFar("the Julian day " + day + " and " + nanos + " nanoseconds", e);
        }
    }

    private static ArithmeticException tooFar(String time, ArithmeticException cause) {
        var tooFar = new ArithmeticException(time + " is beyond the times that microseconds in 64 bits can tell");
        tooFar.initCause(cause);
        return tooFar;
    }

    private static Optional<Conversion> decimal(PrimitiveType stored, DataType.Decimal wanted) {
        int storedScale;
        if (stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation annotation) {
            storedScale = annotation.getScale();
        } else if (isInt(stored, 64)) {
            storedScale = 0;
        } else {
            return Optional.empty();
        }
        if (storedScale > wanted.scale()) {
            return Optional.empty();
        }
        Unscaled unscaled = unscaled(stored);
        if (wanted.precision() <= 18) {
            return Optional.of(narrow(unscaled, pow10(wanted.scale() - storedScale)));
        }
        BigInteger factor = BigInteger.TEN.pow(wanted.scale() - storedScale);
        return Optional.of((from, to) ->
                ((BytesVector) to).append(unscaled.big(from).multiply(factor).toByteArray()));
    }

    private static Conversion narrow(Unscaled unscaled, long factor) {
        return (from, to) -> ((LongVector) to).append(Math.multiplyExact(unscaled.number(from), factor));
    }

    private static long pow10(int exponent) {
        return BigDecimal.TEN.pow(exponent).longValueExact();
    }

    private static Unscaled unscaled(PrimitiveType stored) {
        return switch (stored.getPrimitiveTypeName()) {
            case INT32 -> ColumnReader::getInteger;
            case INT64 -> ColumnReader::getLong;
            default -> new UnscaledBytes();
        };
    }

    /** The unscaled number of a decimal. */
    @FunctionalInterface
    private interface Unscaled {
        long number(ColumnReader from);

        default BigInteger big(ColumnReader from) {
            return BigInteger.valueOf(number(from));
        }
    }

    private static final class UnscaledBytes implements Unscaled {
        @Override
        public long number(ColumnReader from) {
            return big(from).longValueExact();
        }

        @Override
        public BigInteger big(ColumnReader from) {
            return new BigInteger(from.getBinary().getBytesUnsafe());
        }
    }

    private static void bool(ColumnReader from, ColumnVector to) {
        ((BooleanVector) to).append(from.getBoolean());
    }

    private static void integer(ColumnReader from, ColumnVector to) {
        ((IntVector) to).append(from.getInteger());
    }

    private static void single(ColumnReader from, ColumnVector to) {
        ((FloatVector) to).append(from.getFloat());
    }

    private static void midnight(ColumnReader from, ColumnVector to) {
        int day = from.getInteger();
        try {
            ((LongVector) to).append(Math.multiplyExact(day, Micros.PER_DAY));
        } catch (ArithmeticException e) {
            throw tooFar("the day " + day + " after 1970-01-01", e);
        }
    }

    private static void bytes(ColumnReader from, ColumnVector to) {
        ByteBuffer bytes = from.getBinary().toByteBuffer();
        if (bytes.hasArray()) {
            ((BytesVector) to).append(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        } else {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            ((BytesVector) to).append(copy);
        }
    }
}
