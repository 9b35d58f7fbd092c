package io.twinlake.format;

import java.util.Arrays;

/** Which rows of a vector are null: a bit a row, allocated at the first null. */
final class Nulls {

    private long[] bits = {};
    private int nulls;

    void set(int row) {
        int word = row >> 6;
        if (word >= bits.length) {
            bits = Arrays.copyOf(bits, Math.max(word + 1, bits.length * 2));
        }
        bits[word] |= 1L << row;
        nulls++;
    }

    boolean get(int row) {
        int word = row >> 6;
        return word < bits.length && (bits[word] & (1L << row)) != 0;
    }

    boolean any() {
        return nulls > 0;
    }

    void clear() {
        if (nulls > 0) {
            Arrays.fill(bits, 0L);
            nulls = 0;
        }
    }
}
