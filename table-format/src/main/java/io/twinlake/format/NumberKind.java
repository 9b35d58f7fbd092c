package io.twinlake.format;

import org.apache.parquet.column.statistics.Statistics;

/** How numbers of a type go from a vector to Parquet and to statistics; as bits in a long between. */
enum NumberKind {
    INT(4) {
        @Override
        int gather(ColumnVector vector, int from, int to, long[] into) {
            IntVector ints = (IntVector) vector;
            int count = 0;
            boolean mayBeNull = ints.hasNulls();
            for (int row = from; row < to; row++) {
                if (!mayBeNull || !ints.isNull(row)) {
                    into[count++] = ints.get(row);
                }
            }
            return count;
        }

        @Override
        void update(Statistics<?> statistics, long bits) {
            statistics.updateStats((int) bits);
        }
    },
    LONG(8) {
        @Override
        int gather(ColumnVector vector, int from, int to, long[] into) {
            return gatherLongs((LongVector) vector, from, to, into);
        }

        @Override
        void update(Statistics<?> statistics, long bits) {
            statistics.updateStats(bits);
        }
    },
    /** A decimal of at most 9 digits: its vector has longs, its column ints. */
    NARROW_DECIMAL(4) {
        @Override
        int gather(ColumnVector vector, int from, int to, long[] into) {
            return gatherLongs((LongVector) vector, from, to, into);
        }

        @Override
        void update(Statistics<?> statistics, long bits) {
            statistics.updateStats((int) bits);
        }
    },
    FLOAT(4) {
        @Override
        int gather(ColumnVector vector, int from, int to, long[] into) {
            FloatVector floats = (FloatVector) vector;
            int count = 0;
            boolean mayBeNull = floats.hasNulls();
            for (int row = from; row < to; row++) {
                if (!mayBeNull || !floats.isNull(row)) {
                    into[count++] = Float.floatToRawIntBits(floats.get(row));
                }
            }
            return count;
        }

        @Override
        void update(Statistics<?> statistics, long bits) {
            statistics.updateStats(Float.intBitsToFloat((int) bits));
        }

        @Override
        double toDouble(long bits) {
            return Float.intBitsToFloat((int) bits);
        }

        @Override
        long fromDouble(double value) {
            return Float.floatToRawIntBits((float) value);
        }
    },
    DOUBLE(8) {
        @Override
        int gather(ColumnVector vector, int from, int to, long[] into) {
            DoubleVector doubles = (DoubleVector) vector;
            int count = 0;
            boolean mayBeNull = doubles.hasNulls();
            for (int row = from; row < to; row++) {
                if (!mayBeNull || !doubles.isNull(row)) {
                    into[count++] = Double.doubleToRawLongBits(doubles.get(row));
                }
            }
            return count;
        }

        @Override
        void update(Statistics<?> statistics, long bits) {
            statistics.updateStats(Double.longBitsToDouble(bits));
        }

        @Override
        double toDouble(long bits) {
            return Double.longBitsToDouble(bits);
        }

        @Override
        long fromDouble(double value) {
            return Double.doubleToRawLongBits(value);
        }
    };

    private final int width;

    NumberKind(int width) {
        this.width = width;
    }

    /** Copies the values of rows that are not null and returns how many. */
    abstract int gather(ColumnVector vector, int from, int to, long[] into);

    abstract void update(Statistics<?> statistics, long bits);

    final void put(PlainBuffer plain, long bits) {
        if (width == Integer.BYTES) {
            plain.putInt((int) bits);
        } else {
            plain.putLong(bits);
        }
    }

    final boolean floating() {
        return this == FLOAT || this == DOUBLE;
    }

    double toDouble(long bits) {
        return bits;
    }

    long fromDouble(double value) {
        return (long) value;
    }

    /** The kind of a type's numbers. */
    static NumberKind of(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return decimal.precision() <= 9 ? NARROW_DECIMAL : LONG;
        }
        return switch ((DataType.Primitive) type) {
            case BYTE, SHORT, INTEGER, DATE -> INT;
            case LONG, TIMESTAMP, TIMESTAMP_NTZ -> LONG;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            default -> throw new IllegalArgumentException(type + " is not a number");
        };
    }

    private static int gatherLongs(LongVector longs, int from, int to, long[] into) {
        int count = 0;
        boolean mayBeNull = longs.hasNulls();
        for (int row = from; row < to; row++) {
            if (!mayBeNull || !longs.isNull(row)) {
                into[count++] = longs.get(row);
            }
        }
        return count;
    }
}
