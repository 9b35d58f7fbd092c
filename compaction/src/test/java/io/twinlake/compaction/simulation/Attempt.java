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
    final OptionalLong read;
    final Optional<String> bucket;
    final List<String> takesAway;
    final List<String> adds;
    final Map<String, String> domains = new HashMap<>();
    Optional<ApplicationProgress> progress = Optional.empty();
    int columns;
    OptionalLong acknowledged = OptionalLong.empty();
    boolean refused;
    OptionalLong landed = OptionalLong.empty();

    /**
     * @param read the version that it has read; empty for a blind append
     * @param bucket that it has read; empty for all
     */
    Attempt(
            int number,
            Step step,
            IsolationLevel level,
            OptionalLong read,
            Optional<String> bucket,
            List<String> takesAway,
            List<String> adds) {
        this.number = number;
        this.step = step;
        this.level = level;
        this.read = read;
        this.bucket = bucket;
        this.takesAway = List.copyOf(takesAway);
        this.adds = List.copyOf(adds);
    }

    boolean isBlind() {
        return read.isEmpty();
    }

    @Override
    public String toString() {
        return "attempt " + number + " (step " + step.number() + ", " + step.kind() + " of process " + step.process()
                + (isBlind() ? "" : ", read version " + read.getAsLong()) + ")";
    }
}
