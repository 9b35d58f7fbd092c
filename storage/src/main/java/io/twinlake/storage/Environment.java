package io.twinlake.storage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Everything from outside that a module may use: storage, time, chance and waiting. Nothing below {@code server/} and
 * {@code spark-connector/} reaches for the real ones by itself, which is what makes seeded simulation possible.
 *
 * @param storage where bytes are
 * @param clock what time it is
 * @param random for names and jitter; safe for use by many threads
 * @param pause how to wait
 */
public record Environment(Storage storage, InstantSource clock, RandomGenerator random, Pause pause) {

    /** Waits; a simulation advances its clock instead. */
    @FunctionalInterface
    public interface Pause {
        /** @throws StorageException if interrupted; the thread's interrupt flag stays set */
        void sleep(Duration duration);
    }

    /** The real clock, real chance, real waiting. */
    public static Environment system(Storage storage) {
        return SystemEnvironment.over(storage);
    }

    /** The same surroundings over another storage. */
    public Environment withStorage(Storage other) {
        return new Environment(other, clock, random, pause);
    }

    /** A random UUID (version 4) drawn from {@link #random}. */
    public UUID uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (1L << 63);
        return new UUID(high, low);
    }
}
