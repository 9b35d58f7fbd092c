package io.twinlake.format;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as microseconds from 1970. */
final class Micros {

    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
    }

    static LocalDateTime toDateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, PER_SECOND), (int) Math.floorMod(micros, PER_SECOND) * NANOS, ZoneOffset.UTC);
    }

    /** Microseconds, rounded down; beyond the range of a long, its end. */
    static long of(Instant instant) {
        return of(instant.getEpochSecond(), instant.getNano());
    }

    /** Microseconds of a clock without zone, rounded down. */
    static long of(LocalDateTime time) {
        return of(time.toEpochSecond(ZoneOffset.UTC), time.getNano());
    }

    private static long of(long seconds, int nanos) {
        if (seconds > Long.MAX_VALUE / PER_SECOND - 1) {
            return Long.MAX_VALUE;
        }
        if (seconds < Long.MIN_VALUE / PER_SECOND + 1) {
            return Long.MIN_VALUE;
        }
        return seconds * PER_SECOND + nanos / NANOS;
    }
}
