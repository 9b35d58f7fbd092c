package io.twinlake.format;

import java.util.Arrays;

/** Where each row's run of elements ends in the vectors of its elements. */
final class Offsets {

    private int[] ends = new int[16];
    private int size;

    void append(int end) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size++] = end;
    }

    int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    int end(int row) {
        return ends[row];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }
}
