package io.twinlake.compaction.simulation;

import io.twinlake.log.ApplicationProgress;
import io.twinlake.log.IsolationLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One try to commit: what it is to do to the table, what it has read, what its process was told, what became of it. */
final class Attempt {

    /** The name of the parameter by which its commit is known. */
    static final String PARAMETER = "attempt";

    final int number;
    final Step step;
    final IsolationLevel level;
    final Read read;
    final List<String> takesAway;
    final List<String> adds;
    final Map<String, String> domains = new HashMap<>();
    Optional<ApplicationProgress> progress = Optional.empty();
    int columns;
    OptionalLong acknowledged = OptionalLong.empty();
    boolean refused;
    OptionalLong landed = OptionalLong.empty();

    /**
     * What decided what is written.
     *
     * @param version that was read; empty for a blind append
     * @param bucket whose rows were read; empty if none were
     */
    record Read(OptionalLong version, Optional<String> bucket) {

        static final Read NOTHING = new Read(OptionalLong.empty(), Optional.empty());
    }

    Attempt(int number, Step step, IsolationLevel level, Read read, List<String> takesAway, List<String> adds) {
        this.number = number;
        this.step = step;
        this.level = level;
        this.read = read;
        this.takesAway = List.copyOf(takesAway);
        this.adds = List.copyOf(adds);
    }

    boolean isBlind() {
        return read.version().isEmpty();
    }

    @Override
    public String toString() {
        return "attempt " + number + " (step " + step.number() + ", " + step.kind() + " of process " + step.process()
                + (isBlind() ? "" : ", read version " + read.version().getAsLong()) + ")";
    }
}
