package io.twinlake.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told. Safe for use by many threads. */
public final class ManualClock implements InstantSource {

    private Instant now;

    private ManualClock(Instant start) {
        this.now = start;
    }

    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** A clock at an ISO 8601 time, for example {@code 2013-06-01T00:00:00Z}. */
    public static ManualClock at(String start) {
        return at(Instant.parse(start));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock forward and returns its new time. */
    public synchronized Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock goes forward: " + by);
        }
        now = now.plus(by);
        return now;
    }
}
