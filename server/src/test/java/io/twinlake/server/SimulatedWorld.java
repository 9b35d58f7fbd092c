package io.twinlake.server;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedEnvironment;
import java.time.Duration;
import java.util.Random;

/** A lake in memory, the time, the chance, and processes that live and die there. */
final class SimulatedWorld {

    /** The table's own retention of files, which vacuum keeps to here and readers may rely upon. */
    static final Duration RETENTION = Duration.ofDays(7);

    static final Location LAKE = Location.parse("memory://lake");
    static final Location INPUT = Location.parse("memory://input");

    private static final Duration LONGEST_DELAY = Duration.ofMillis(40);
    private static final double[] RATES = {0, 0.01, 0.05};

    final Random random;
    final Turns turns;
    final ManualClock clock = ManualClock.at("2024-03-01T00:00:00Z");
    final MemoryStorage memory = new MemoryStorage(clock);
    private long looks;

    SimulatedWorld(long seed) {
        this.random = new Random(seed);
        this.turns = new Turns(new Random(random.nextLong()));
    }

    /** What one process sees of the world, from its start to its end. */
    record Life(FaultyStorage faults, Environment environment) {}

    /** A process on a store that fails it now and then and may kill it. */
    Life life() {
        FaultyStorage faults =
                FaultyStorage.over(memory).randomly(new Random(random.nextLong()), RATES[random.nextInt(RATES.length)]);
        if (random.nextInt(3) > 0) {
            faults.atRequest(1 + random.nextInt(150), random.nextBoolean() ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER);
        }
        return life(faults);
    }

    /** A process that nothing happens to, but that others work beside it. */
    Life charmedLife() {
        return life(FaultyStorage.over(memory));
    }

    private Life life(FaultyStorage faults) {
        faults.delaying(clock, LONGEST_DELAY);
        Environment environment =
                new Environment(new TurnStorage(faults, turns), clock, new Random(random.nextLong()), duration -> {
                    clock.advance(duration);
                    turns.pass();
                });
        return new Life(faults, environment);
    }

    /** The lake as it is, seen by the test itself: nothing fails and nobody else's turn comes. */
    Environment truth() {
        return SimulatedEnvironment.over(memory, clock, ++looks);
    }
}
