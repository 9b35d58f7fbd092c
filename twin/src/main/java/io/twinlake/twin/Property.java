package io.twinlake.twin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A retained value of a twin: a type, one reducer, modifiers.
 *
 * @param type of the value; a window has none of its own and says LONG here, see {@link Reducer.Window#columns}
 * @param streams indexes of the streams whose events touch it: those that its formulas read, directly or through other
 *     properties; all, if its formulas read none
 * @param columns its values in {@link TwinDefinition#stateLayout}: itself, or a window's columns
 * @param since the extra column {@code <name>_since} of a property that settles
 */
public record Property(
        String name,
        ValueType type,
        Reducer reducer,
        Modifiers modifiers,
        Set<Integer> streams,
        List<Layout.Slot> columns,
        Optional<Layout.Slot> since) {

    /**
     * What stands beside the reducer.
     *
     * @param when only events where it is true are seen
     */
    public record Modifiers(
            Optional<Formula> when,
            Optional<Duration> settle,
            Optional<Duration> minDwell,
            Optional<Duration> maxSilence,
            Emit emit,
            Optional<String> unit) {}

    public Property {
        streams = Set.copyOf(streams);
        columns = List.copyOf(columns);
    }

    public Optional<Formula> when() {
        return modifiers.when();
    }

    public Emit emit() {
        return modifiers.emit();
    }

    /** Whether it has columns in the table; else it is internal ({@code emit: never}). */
    public boolean isVisible() {
        return !(modifiers.emit() instanceof Emit.Never);
    }
}
