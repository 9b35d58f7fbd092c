package io.twinlake.format;

import java.util.Arrays;

/** Bytes, shorts, integers and dates (days from 1970-01-01). */
public final class IntVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private int[] values = new int[16];
    private int size;

    public IntVector(DataType type) {
        this.type = type;
    }

    public void append(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** The value of a row; for a null row, whatever stands there. */
    public int get(int row) {
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
        append(0);
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            append(((IntVector) source).values[row]);
        }
    }

    @Override
    public void appendAll(ColumnVector[] sources, RowPicks picks, int from, int to) {
        if (size + to - from > values.length) {
            values = Arrays.copyOf(values, Math.max(size + to - from, size * 2));
        }
        int[][] theirs = new int[sources.length][];
        for (int i = 0; i < sources.length; i++) {
            theirs[i] = ((IntVector) sources[i]).values;
        }
        nulls.pick(sources, picks, from, to, size);
        int[] sourceOf = picks.sources();
        int[] rowOf = picks.rows();
        int[] target = values;
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
