package io.twinlake.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Times as microseconds from 1970. */
final class Micros {

    static final long PER_DAY = 86_400_000_000L;
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
        return of(time.toInstant(ZoneOffset.UTC));
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

    /** The first microsecond of a day; beyond the range of a long, its end. */
    static long atMidnight(long day) {
        return day > Long.MAX_VALUE / PER_DAY
                ? Long.MAX_VALUE
                : day < Long.MIN_VALUE / PER_DAY ? Long.MIN_VALUE : day * PER_DAY;
    }

    /**
     * Microseconds of a day and of the time after its midnight.
     *
     * @throws ArithmeticException beyond the range of a long, which begins within a day
     */
    static long exactly(long day, long afterMidnight) {
        return day < 0
                ? Math.addExact(Math.multiplyExact(day + 1, PER_DAY), afterMidnight - PER_DAY)
                : Math.addExact(Math.multiplyExact(day, PER_DAY), afterMidnight);
    }

    /**
     * A date, or a date and a time after a space or a T; without zone it is UTC.
     *
     * @throws java.time.DateTimeException if it is not one
     */
    static long parse(String text) {
        String iso = text.strip().replace(' ', 'T');
        if (iso.indexOf('T') < 0) {
            return atMidnight(LocalDate.parse(iso).toEpochDay());
        }
        TemporalAccessor time =
                DateTimeFormatter.ISO_DATE_TIME.parseBest(iso, OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime offset ? of(offset.toInstant()) : of(LocalDateTime.from(time));
    }
}
