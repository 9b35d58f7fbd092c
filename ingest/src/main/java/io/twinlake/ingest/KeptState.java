package io.twinlake.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A state checkpoint that is there, and when it was written. Tables that lose their newest commits, as after a loss of power,
 * are given them again from a state of before that; so some older states are kept, few as they are large.
 */
record KeptState(StateName name, Instant at) {

    private static final Duration SLOT = Duration.ofMinutes(10);

    /** A restart reads so many epoch records at most, however short epochs are. */
    private static final long MOST_EPOCHS = 5_000;

    long epoch() {
        return name.epoch();
    }

    /**
     * Those that nothing needs: of the states older than that of epoch {@code good}, all but the first one of this slot of
     * time and of the one before, which is 10 to 20 minutes old.
     *
     * @param states by epoch
     */
    static List<KeptState> needless(List<KeptState> states, long good, Instant now) {
        Set<Long> slots = new HashSet<>();
        return states.stream()
                .filter(state -> state.epoch() < good)
                .filter(state -> state.isOlderThanNeeded(good, now) || !slots.add(slot(state.at)))
                .toList();
    }

    private boolean isOlderThanNeeded(long good, Instant now) {
        return slot(at) < slot(now) - 1 || epoch() < good - MOST_EPOCHS;
    }

    private static long slot(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SLOT.toSeconds());
    }
}
