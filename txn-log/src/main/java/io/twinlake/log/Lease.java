package io.twinlake.log;

import java.time.Instant;

/**
 * A reader's claim that a version of a table and all later ones stay readable although their retention has passed. Vacuum
 * and cleanup of the log respect it until {@code until}, up to a bound of their own.
 *
 * @param holder who reads; of one holder there is one lease
 * @param version the oldest version that is still needed; it may be the next one, not written yet
 * @param until when the claim ends unless it is renewed
 */
public record Lease(String holder, Version version, Instant until) {

    private static final int MOST_CHARACTERS = 128;

    public Lease {
        if (holder.isBlank() || holder.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("'" + holder + "' can't hold a lease: its name must have 1 to "
                    + MOST_CHARACTERS + " characters, not all of them blank");
        }
    }

    /** Whether it is to be respected at that time. */
    public boolean isActiveAt(Instant now) {
        return until.isAfter(now);
    }
}
