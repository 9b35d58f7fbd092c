package io.twinlake.format;

import java.util.Arrays;

/** Single precision numbers. */
public final class FloatVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private float[] values = new float[16];
    private int size;

    public FloatVector(DataType type) {
        this.type = type;
    }

    public void append(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    /** The value of a row; for a null row, whatever stands there. */
    public float get(int row) {
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
        append(0f);
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            append(((FloatVector) source).values[row]);
        }
    }

    @Override
    public void clear() {
        size = 0;
        nulls.clear();
    }
}
