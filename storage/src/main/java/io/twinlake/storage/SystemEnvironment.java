package io.twinlake.storage;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** The one place where the real clock, real chance and real waiting enter the modules below the doors. */
final class SystemEnvironment {

    private SystemEnvironment() {}

    static Environment over(Storage storage) {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        return new Environment(storage, InstantSource.system(), random, SystemEnvironment::sleep);
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting " + duration, e);
        }
    }
}
