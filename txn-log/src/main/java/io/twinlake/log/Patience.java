package io.twinlake.log;

import io.twinlake.storage.Environment;
import java.time.Duration;
import java.time.Instant;

/** How long a commit keeps trying: it waits for random times out of growing windows, until its time is over. */
final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long FIRST_WINDOW_NANOS = 4_000_000;
    private static final long LONGEST_WINDOW_NANOS = 2_000_000_000;

    private final Environment environment;
    private final Instant begin;
    private Duration waited = Duration.ZERO;
    private long window = FIRST_WINDOW_NANOS;

    Patience(Environment environment) {
        this.environment = environment;
        this.begin = environment.clock().instant();
    }

    /** Waits, if there is time left. A clock that stands still or goes back does not make this endless. */
    boolean waits() {
        Duration passed = Duration.between(begin, environment.clock().instant());
        if (passed.compareTo(LIMIT) > 0 || waited.compareTo(LIMIT) > 0) {
            return false;
        }
        Duration pause = Duration.ofNanos(1 + environment.random().nextLong(window));
        environment.pause().sleep(pause);
        waited = waited.plus(pause);
        window = Math.min(LONGEST_WINDOW_NANOS, window * 2);
        return true;
    }

    static Duration limit() {
        return LIMIT;
    }
}
