package io.twinlake.storage;

import java.util.Random;

/** Surroundings that are the same for the same seed: a manual clock, seeded chance, and waiting that moves the clock. */
public final class SimulatedEnvironment {

    private SimulatedEnvironment() {}

    /** Surroundings over {@code storage}; who pauses moves {@code clock} and does not wait. */
    public static Environment over(Storage storage, ManualClock clock, long seed) {
        return new Environment(storage, clock, new Random(seed), clock::advance);
    }

    /** Surroundings over fresh memory, beginning at 2024-01-01T00:00:00Z. */
    public static Environment inMemory(long seed) {
        ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
        return over(new MemoryStorage(clock), clock, seed);
    }
}
