package io.twinlake.compaction.simulation;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Five processes append, delete, overwrite, alter, compact, checkpoint, vacuum, clean up, read and follow one table, on a
 * store that refuses, loses answers and requests, delivers late, lists slowly and kills; with clocks that differ.
 */
class TableSimulationIT {

    static LongStream seeds() {
        Long one = Long.getLong("twinlake.seed");
        return one == null ? LongStream.rangeClosed(1, Long.getLong("twinlake.seeds", 50)) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_is_acknowledged_is_there_once_and_nothing_that_is_needed_goes(long seed) {
        Scenario scenario = Scenario.of(seed);
        try {
            World.check(scenario);
        } catch (AssertionError | RuntimeException e) {
            Scenario shortest =
                    scenario.shrunk(fewer -> World.failure(fewer, Bug.NONE).isPresent());
            throw new AssertionError(
                    "seed " + seed + " fails; again: mvn -Dquick -pl compaction -am test -Dtest=TableSimulationIT"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtwinlake.seed=" + seed + "\n" + e.getMessage()
                            + "\nThe shortest that fails:\n" + shortest
                            + World.failure(shortest, Bug.NONE).orElse(""),
                    e);
        }
    }
}
