package io.twinlake.format;

import java.util.Arrays;

/** Longs, timestamps (microseconds from 1970) and decimals of at most 18 digits (unscaled). */
public final class LongVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private long[] values = new long[16];
    private int size;

    public LongVector(DataType type) {
        this.type = type;
    }

    public void append(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** The value of a row; for a null row, whatever stands there. */
    public long get(int row) {
        return values[row];
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isNull(int row) {
        return nulls.get(row);
    }

    @Override
    public boolean hasNulls() {
        return nulls.any();
    }

    @Override
    public void appendNull() {
        nulls.set(size);
        append(0L);
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            append(((LongVector) source).values[row]);
        }
    }

    @Override
    public void appendAll(ColumnVector[] sources, RowPicks picks, int from, int to) {
        if (size + to - from > values.length) {
            values = Arrays.copyOf(values, Math.max(size + to - from, size * 2));
        }
        long[][] theirs = new long[sources.length][];
        for (int i = 0; i < sources.length; i++) {
            theirs[i] = ((LongVector) sources[i]).values;
        }
        nulls.pick(sources, picks, from, to, size);
        int[] sourceOf = picks.sources();
        int[] rowOf = picks.rows();
        long[] target = values;
        int at = size;
        for (int i = from; i < to; i++) {
            target[at++] = theirs[sourceOf[i]][rowOf[i]];
        }
        size = at;
    }

    @Override
    public void clear() {
        size = 0;
        nulls.clear();
    }
}
