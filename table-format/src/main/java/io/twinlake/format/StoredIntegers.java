package io.twinlake.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The integers of a Parquet column: INT32 or INT64, signed or not (Parquet's LogicalTypes.md, "Numeric Types"). A value
 * that the wanted type cannot hold is refused with an {@link ArithmeticException} that tells it.
 *
 * @param is64 whether the column is INT64
 * @param isSigned whether the highest bit is a sign
 */
record StoredIntegers(boolean is64, boolean isSigned) implements Unscaled {

    private static final int MOST_DIGITS_OF_A_LONG = 18;

    /** How a column's integers are stored; empty if it holds something else. */
    static Optional<StoredIntegers> of(PrimitiveType stored) {
        PrimitiveTypeName name = stored.getPrimitiveTypeName();
        LogicalTypeAnnotation annotation = stored.getLogicalTypeAnnotation();
        boolean isInteger = name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64;
        if (!isInteger || !(annotation == null || annotation instanceof IntLogicalTypeAnnotation)) {
            return Optional.empty();
        }
        boolean isSigned = !(annotation instanceof IntLogicalTypeAnnotation integer) || integer.isSigned();
        return Optional.of(new StoredIntegers(name == PrimitiveTypeName.INT64, isSigned));
    }

    /** As an integer of 8, 16 or 32 bits; empty where the stored ones have 64. */
    Optional<Conversion> toInteger(int bits) {
        if (is64) {
            return Optional.empty();
        }
        if (isSigned && bits == Integer.SIZE) {
            return Optional.of((from, to) -> ((IntVector) to).append(from.getInteger()));
        }
        long most = (1L << (bits - 1)) - 1;
        return Optional.of((from, to) -> {
            long value = number(from);
            if (value > most || value < -most - 1) {
                throw tooLarge(BigInteger.valueOf(value), "an integer of " + bits + " bits");
            }
            ((IntVector) to).append((int) value);
        });
    }

    Conversion toLong() {
        if (!isSigned) {
            return (from, to) -> ((LongVector) to).append(number(from));
        }
        return is64
                ? (from, to) -> ((LongVector) to).append(from.getLong())
                : (from, to) -> ((LongVector) to).append(from.getInteger());
    }

    /** As a double; empty where the stored ones have 64 bits, of which it cannot hold all. */
    Optional<Conversion> toDouble() {
        return is64 ? Optional.empty() : Optional.of((from, to) -> ((DoubleVector) to).append((double) number(from)));
    }

    @Override
    public long number(ColumnReader from) {
        if (!is64) {
            int value = from.getInteger();
            return isSigned ? value : Integer.toUnsignedLong(value);
        }
        long value = from.getLong();
        if (!isSigned && value < 0) {
            throw tooLarge(unsigned(value), "a signed integer of 64 bits");
        }
        return value;
    }

    @Override
    public BigInteger big(ColumnReader from) {
        return is64 && !isSigned ? unsigned(from.getLong()) : BigInteger.valueOf(number(from));
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static ArithmeticException tooLarge(BigInteger value, String type) {
        return new ArithmeticException(value + " is beyond " + type);
    }

    /** Unscaled numbers as a decimal with more digits behind its point by {@code shift}; one of too many digits is refused. */
    static Conversion toDecimal(Unscaled stored, DataType.Decimal wanted, int shift) {
        BigInteger factor = BigInteger.TEN.pow(shift);
        BigInteger bound = BigInteger.TEN.pow(wanted.precision());
        if (wanted.precision() > MOST_DIGITS_OF_A_LONG) {
            return (from, to) -> {
                BigInteger value = stored.big(from).multiply(factor);
                if (value.abs().compareTo(bound) >= 0) {
                    throw tooManyDigits(value, wanted);
                }
                ((BytesVector) to).append(value.toByteArray());
            };
        }
        long narrowFactor = factor.longValueExact();
        long most = (bound.longValueExact() - 1) / narrowFactor;
        return (from, to) -> {
            long value = stored.number(from);
            if (value > most || value < -most) {
                throw tooManyDigits(BigInteger.valueOf(value).multiply(factor), wanted);
            }
            ((LongVector) to).append(value * narrowFactor);
        };
    }

    private static ArithmeticException tooManyDigits(BigInteger unscaled, DataType.Decimal wanted) {
        return new ArithmeticException(new BigDecimal(unscaled, wanted.scale()).toPlainString() + " has more than the "
                + wanted.precision() + " digits of the type");
    }
}
