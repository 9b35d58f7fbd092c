package io.twinlake.log;

import io.twinlake.storage.Environment;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a commit keeps trying, and how it waits in between: for a store that gives no answer longer every time; for
 * other writers shorter every time, so that whoever has lost oftenest goes first and nobody starves.
 */
final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long FIRST_WINDOW_NANOS = 4_000_000;
    private static final long LONGEST_WINDOW_NANOS = 2_000_000_000;
    private static final long LEAST_PAUSE_NANOS = 1_000_000;

    /** After so many losses a commit waits for nobody any more. */
    private static final int LOSSES_TO_GIVE_WAY = 3;

    private final Environment environment;
    private final Instant begin;
    private Instant round;
    private Duration waited = Duration.ZERO;
    private long window = FIRST_WINDOW_NANOS;
    private int losses;

    Patience(Environment environment) {
        this.environment = environment;
        this.begin = environment.clock().instant();
        this.round = begin;
    }

    /** Waits for a store that has not answered, if there is time left. */
    boolean waits() {
        boolean waits = pause(window);
        window = Math.min(LONGEST_WINDOW_NANOS, window * 2);
        return waits;
    }

    /**
     * Waits for writers who have lost before, if there is time left: for a random part of as many rounds, of the length of
     * the last, as this has yet to lose before it waits for nobody.
     */
    boolean givesWay() {
        losses++;
        long rounds = Math.max(0, LOSSES_TO_GIVE_WAY - losses + 1);
        Duration last = Duration.between(round, environment.clock().instant());
        boolean waits = pause(Math.max(0, last.toNanos() * rounds));
        round = environment.clock().instant();
        return waits;
    }

    /** A clock that stands still or goes back does not make this endless. */
    private boolean pause(long within) {
        Duration passed = Duration.between(begin, environment.clock().instant());
        if (passed.compareTo(LIMIT) > 0 || waited.compareTo(LIMIT) > 0) {
            return false;
        }
        long most = Math.min(LONGEST_WINDOW_NANOS, within);
        Duration pause =
                Duration.ofNanos(LEAST_PAUSE_NANOS + environment.random().nextLong(most + 1));
        environment.pause().sleep(pause);
        waited = waited.plus(pause);
        return true;
    }

    static Duration limit() {
        return LIMIT;
    }
}
