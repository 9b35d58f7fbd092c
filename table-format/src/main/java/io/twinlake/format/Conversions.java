package io.twinlake.format;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Which Parquet types can be read as which types: the same ones and those that the protocol's type widening allows. */
final class Conversions {

    private Conversions() {}

    /** How {@code stored} is read as {@code wanted} in a file of a calendar; empty if it can't be. */
    static Optional<Conversion> of(PrimitiveType stored, DataType wanted, FileCalendar calendar) {
        if (wanted instanceof DataType.Decimal decimal) {
            return decimal(stored, decimal);
        }
        if (!(wanted instanceof DataType.Primitive primitive)) {
            return Optional.empty();
        }
        StoredTimes times = new StoredTimes(stored, calendar);
        return Optional.ofNullable(
                switch (primitive) {
                    case BOOLEAN -> is(stored, PrimitiveTypeName.BOOLEAN) ? Conversions::bool : null;
                    case BYTE -> toInteger(stored, Byte.SIZE);
                    case SHORT -> toInteger(stored, Short.SIZE);
                    case INTEGER -> toInteger(stored, Integer.SIZE);
                    case LONG -> toLong(stored);
                    case FLOAT -> is(stored, PrimitiveTypeName.FLOAT) ? Conversions::single : null;
                    case DOUBLE -> toDouble(stored);
                    case STRING -> isText(stored) ? Conversions::bytes : null;
                    case BINARY -> isBinary(stored) ? Conversions::bytes : null;
                    case DATE -> times.toDate().orElse(null);
                    case TIMESTAMP -> times.toTimestamp().orElse(null);
                    case TIMESTAMP_NTZ -> times.toTimestampNtz().orElse(null);
                    case VARIANT, VOID -> null;
                });
    }

    /** How {@code stored} is read in its own unit, without regard to what it means but for the calendar of its file. */
    static Conversion asStored(PrimitiveType stored, FileCalendar calendar) {
        return new StoredTimes(stored, calendar).inStoredUnit().orElseGet(() -> asStored(stored));
    }

    private static Conversion asStored(PrimitiveType stored) {
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

    private static boolean isText(PrimitiveType stored) {
        return is(stored, PrimitiveTypeName.BINARY)
                && !(stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
    }

    private static boolean isBinary(PrimitiveType stored) {
        return isText(stored)
                || (is(stored, PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                        && !(stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation));
    }

    private static @org.jspecify.annotations.Nullable Conversion toInteger(PrimitiveType stored, int bits) {
        return StoredIntegers.of(stored)
                .flatMap(integers -> integers.toInteger(bits))
                .orElse(null);
    }

    private static @org.jspecify.annotations.Nullable Conversion toLong(PrimitiveType stored) {
        return StoredIntegers.of(stored).map(StoredIntegers::toLong).orElse(null);
    }

    private static @org.jspecify.annotations.Nullable Conversion toDouble(PrimitiveType stored) {
        if (is(stored, PrimitiveTypeName.DOUBLE)) {
            return (from, to) -> ((DoubleVector) to).append(from.getDouble());
        }
        if (is(stored, PrimitiveTypeName.FLOAT)) {
            return (from, to) -> ((DoubleVector) to).append(from.getFloat());
        }
        return StoredIntegers.of(stored).flatMap(StoredIntegers::toDouble).orElse(null);
    }

    private static Optional<Conversion> decimal(PrimitiveType stored, DataType.Decimal wanted) {
        if (!(stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation annotation)) {
            return StoredIntegers.of(stored)
                    .map(integers -> StoredIntegers.toDecimal(integers, wanted, wanted.scale()));
        }
        int shift = wanted.scale() - annotation.getScale();
        return shift < 0 ? Optional.empty() : Optional.of(StoredIntegers.toDecimal(unscaled(stored), wanted, shift));
    }

    private static Unscaled unscaled(PrimitiveType stored) {
        return switch (stored.getPrimitiveTypeName()) {
            case INT32 -> ColumnReader::getInteger;
            case INT64 -> ColumnReader::getLong;
            default -> new Unscaled.Bytes();
        };
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
