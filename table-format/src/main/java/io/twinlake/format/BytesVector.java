package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte strings, one behind the other in one array: strings as UTF-8, binaries, decimals of more than 18 digits. */
public final class BytesVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private int size;

    public BytesVector(DataType type) {
        this.type = type;
    }

    public void append(byte[] source, int offset, int length) {
        int start = start(size);
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
        System.arraycopy(source, offset, bytes, start, length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = end;
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    public void append(String value) {
        append(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The array that holds the bytes of every row; a row's are at {@link #start} for {@link #length}. Not a copy. */
    public byte[] array() {
        return bytes;
    }

    public int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    public int length(int row) {
        return ends[row] - start(row);
    }

    /** A copy of a row's bytes. */
    public byte[] get(int row) {
        return Arrays.copyOfRange(bytes, start(row), ends[row]);
    }

    /** A row's bytes as UTF-8 text. */
    public String string(int row) {
        return new String(bytes, start(row), length(row), StandardCharsets.UTF_8);
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
        append(bytes, 0, 0);
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
        } else {
            BytesVector other = (BytesVector) source;
            append(other.bytes, other.start(row), other.length(row));
        }
    }

    @Override
    public void clear() {
        size = 0;
        nulls.clear();
    }
}
