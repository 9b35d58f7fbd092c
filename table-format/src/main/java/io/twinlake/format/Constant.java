package io.twinlake.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * A literal as a column of some type is compared with it. Strings are ordered by their UTF-8 bytes; NaN equals itself and
 * is greater than every number; zeros are equal whatever their sign.
 */
interface Constant {

    /** The sign of the value of a row, which is not null, less this. */
    int compareRow(ColumnVector column, int row);

    /** The sign of a bound of the column's statistics less this. */
    int compareBound(Literal bound);

    /**
     * A number of at most 64 bits.
     *
     * @param asMidnight whether the column's values are days and this is a time
     */
    record Whole(long value, DataType type, boolean asMidnight) implements Constant {
        @Override
        public int compareRow(ColumnVector column, int row) {
            long stored = column instanceof LongVector longs ? longs.get(row) : ((IntVector) column).get(row);
            return compare(stored);
        }

        @Override
        public int compareBound(Literal bound) {
            return compare(Constants.whole(bound, type));
        }

        private int compare(long stored) {
            return Long.compare(asMidnight ? Micros.atMidnight(stored) : stored, value);
        }
    }

    /** An exact number with a fraction or of many digits. */
    record Exact(BigDecimal value) implements Constant {
        @Override
        public int compareRow(ColumnVector column, int row) {
            return stored(column, row).compareTo(value);
        }

        private static BigDecimal stored(ColumnVector column, int row) {
            int scale = column.type() instanceof DataType.Decimal decimal ? decimal.scale() : 0;
            if (column instanceof BytesVector bytes) {
                return new BigDecimal(new BigInteger(bytes.array(), bytes.start(row), bytes.length(row)), scale);
            }
            return BigDecimal.valueOf(
                    column instanceof LongVector longs ? longs.get(row) : ((IntVector) column).get(row), scale);
        }

        @Override
        public int compareBound(Literal bound) {
            return Constants.exact(bound).compareTo(value);
        }
    }

    /** A floating point number. */
    record Floating(double value) implements Constant {
        @Override
        public int compareRow(ColumnVector column, int row) {
            return compare(stored(column, row), value);
        }

        private static double stored(ColumnVector column, int row) {
            if (column instanceof DoubleVector doubles) {
                return doubles.get(row);
            }
            if (column instanceof FloatVector floats) {
                return floats.get(row);
            }
            return Exact.stored(column, row).doubleValue();
        }

        private static int compare(double stored, double value) {
            return stored == value ? 0 : Double.compare(stored, value);
        }

        @Override
        public int compareBound(Literal bound) {
            return compare(((Number) bound.value()).doubleValue(), value);
        }
    }

    /** Bytes of a string or a binary. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Bytes(byte[] value) implements Constant {
        @Override
        public int compareRow(ColumnVector column, int row) {
            BytesVector bytes = (BytesVector) column;
            int start = bytes.start(row);
            return Arrays.compareUnsigned(bytes.array(), start, start + bytes.length(row), value, 0, value.length);
        }

        @Override
        public int compareBound(Literal bound) {
            return Arrays.compareUnsigned(Constants.bytes(bound), value);
        }

        /** Whether a row's value begins with this. */
        boolean begins(BytesVector bytes, int row) {
            int start = bytes.start(row);
            return bytes.length(row) >= value.length
                    && Arrays.equals(bytes.array(), start, start + value.length, value, 0, value.length);
        }

        /** As {@link #compareBound}, but no more bytes of the bound than this has; 0 if the bound begins with this. */
        int compareBeginning(Literal bound) {
            byte[] bytes = Constants.bytes(bound);
            return Arrays.compareUnsigned(bytes, 0, Math.min(bytes.length, value.length), value, 0, value.length);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements Constant {
        @Override
        public int compareRow(ColumnVector column, int row) {
            return Boolean.compare(((BooleanVector) column).get(row), value);
        }

        @Override
        public int compareBound(Literal bound) {
            return Boolean.compare((Boolean) bound.value(), value);
        }
    }
}
