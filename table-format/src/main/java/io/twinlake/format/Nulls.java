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

    /** Takes picked rows {@code [from, to)} of vectors, the first of which becomes row {@code at}. */
    void pick(ColumnVector[] sources, RowPicks picks, int from, int to, int at) {
        boolean any = false;
        for (ColumnVector source : sources) {
            any |= source.hasNulls();
        }
        for (int i = from; any && i < to; i++) {
            if (sources[picks.sources()[i]].isNull(picks.rows()[i])) {
                set(at + i - from);
            }
        }
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
