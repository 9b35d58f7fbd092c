package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/**
 * One twin in memory: flat arrays that {@link Memory} lays out. No object per property, so that a million of them fit.
 */
final class Twin {

    /** There is no timer. */
    static final long NEVER = Long.MAX_VALUE;

    final String key;
    final long[] words;
    final @Nullable String[] texts;

    /** The earliest instant at which one of its timers is due. */
    long due = NEVER;

    /** Where {@link DueHeap} has it; −1: not there. */
    int heapIndex = -1;

    Twin(String key, long[] words, @Nullable String[] texts) {
        this.key = key;
        this.words = words;
        this.texts = texts;
    }
}
