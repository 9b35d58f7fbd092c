package io.twinlake.twin;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One twin in memory: its key and flat slots that {@link Memory} lays out. No object per property, so that a million
 * of them fit.
 */
final class Twin {

    /** No timer. */
    static final long NEVER = Long.MAX_VALUE;

    final String key;

    /** State, and what reducers and timers keep. */
    Slots memory;

    /** The readings that it holds. */
    final Slots held;

    /** The earliest instant at which one of its timers is due. */
    long due = NEVER;

    /** By rule: what a change of the definition reset since its last row; null: nothing. */
    @Nullable
    BitSet reset;

    /** Where {@link DueHeap} has it; −1: not there. */
    int heapIndex = -1;

    Twin(String key, Slots memory, Slots held) {
        this.key = key;
        this.memory = memory;
        this.held = held;
    }

    /** A time plus a duration; {@link #NEVER} where that is beyond time. */
    static long later(long micros, long durationMicros) {
        return Times.later(micros, durationMicros);
    }
}
