package io.twinlake.log;

import io.twinlake.storage.Environment;
import java.time.Duration;
import java.time.Instant;

/**
 * Decides how long a commit keeps trying and how long it waits between attempts. It waits longer each time for a store that
 * does not answer, and shorter each time for other writers, so that the writer with the most losses goes first and none
 * starves.
 */
final class Backoff {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final long FIRST_WINDOW_NANOS = 4_000_000;
    private static final long LONGEST_WINDOW_NANOS = 2_000_000_000;
    private static final long LEAST_PAUSE_NANOS = 1_000_000;

    /** The number of losses after which a commit waits for no other writer. */
    private static final int LOSSES_TO_GIVE_WAY = 3;

    private final Environment environment;
    private final Instant begin;
    private Instant round;
    private Duration waited = Duration.ZERO;
    private long window = FIRST_WINDOW_NANOS;
    private int losses;

    Backoff(Environment environment) {
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
     * Waits for writers that have lost before, if there is time left. The pause is random, below the length of the last round
     * times the losses that remain until this waits for none.
     */
    boolean givesWay() {
        losses++;
        long rounds = Math.max(0, LOSSES_TO_GIVE_WAY - losses + 1);
        Duration last = Duration.between(round, environment.clock().instant());
        boolean waits = pause(Math.max(0, last.toNanos() * rounds));
        round = environment.clock().instant();
        return waits;
    }

    /** Ends even where the clock stands still or goes back. */
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
