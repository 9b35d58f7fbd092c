package io.twinlake.dml;

import java.util.Arrays;

/** Numbers that are gathered one after the other, four bytes each. */
final class Ints {

    private static final int[] NONE = {};

    private int[] values = NONE;
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(16, size + (size >> 1)));
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    /** Forgets them and keeps the memory. */
    void clear() {
        size = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
