package io.twinlake.ingest;

import java.time.Instant;

/**
 * Up to where event time is settled: an older event is late, a timer due by then has fired.
 *
 * @param micros from 1970 UTC
 */
public record Watermark(long micros) implements Comparable<Watermark> {

    /** Before the first event. */
    public static final Watermark NONE = new Watermark(Long.MIN_VALUE);

    public boolean isNone() {
        return micros == Long.MIN_VALUE;
    }

    /** The watermark as a time; only if there is one. */
    public Instant instant() {
        if (isNone()) {
            throw new IllegalStateException("there is no watermark before the first event");
        }
        return Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS);
    }

    @Override
    public int compareTo(Watermark other) {
        return Long.compare(micros, other.micros);
    }
}
