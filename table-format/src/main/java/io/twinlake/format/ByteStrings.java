package io.twinlake.format;

import java.util.Arrays;

/** Byte strings, one behind the other in one array. */
final class ByteStrings {

    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private int size;
    private int clearings;

    /** Appends one; its position. */
    int add(byte[] source, int offset, int length) {
        int start = start(size);
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
        System.arraycopy(source, offset, bytes, start, length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size] = end;
        return size++;
    }

    /** Appends all that others hold; the position of the first. */
    int addAll(ByteStrings others) {
        int first = size;
        for (int i = 0; i < others.size; i++) {
            add(others.bytes, others.start(i), others.length(i));
        }
        return first;
    }

    byte[] array() {
        return bytes;
    }

    int start(int position) {
        return position == 0 ? 0 : ends[position - 1];
    }

    int length(int position) {
        return ends[position] - start(position);
    }

    int size() {
        return size;
    }

    /** How often all were forgotten: positions are of no use from one time to the next. */
    int clearings() {
        return clearings;
    }

    void clear() {
        size = 0;
        clearings++;
    }
}
