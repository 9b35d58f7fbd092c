package io.twinlake.log;

import java.util.Arrays;

/** Row numbers, growing. */
final class Positions {

    private long[] values = new long[64];
    private int size;

    void add(long position) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = position;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
