package io.twinlake.twin;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What properties read, and whether it changed. */
final class PlainReads {

    private final TwinDefinition definition;

    PlainReads(TwinDefinition definition) {
        this.definition = definition;
    }

    boolean isTouched(Set<Formula> formulas, Set<Integer> all, int stream) {
        Set<Integer> read = new HashSet<>();
        formulas.forEach(formula -> formula.reads().forEach(reference -> {
            if (reference instanceof Reference.Telemetry field) {
                read.add(field.stream());
            }
        }));
        return (read.isEmpty() ? all : read).contains(stream);
    }

    Set<Formula> formulas(Property p) {
        Set<Formula> formulas = new HashSet<>(p.reducer().match(new ReducerFormulas()));
        p.when().ifPresent(formulas::add);
        return formulas;
    }

    boolean inputChanged(Property p, Map<String, Object> before, Map<String, Object> now) {
        return formulas(p).stream()
                .flatMap(formula -> formula.reads().stream())
                .anyMatch(reference -> reference instanceof Reference.State state
                        && !state.previous()
                        && ownerChanged(state.column(), before, now));
    }

    /** A window is one property, whichever of its columns is read. */
    private boolean ownerChanged(String column, Map<String, Object> before, Map<String, Object> now) {
        return definition.properties().stream()
                        .filter(p -> p.columns().stream().anyMatch(c -> c.name().equals(column))
                                || p.since().map(s -> s.name().equals(column)).orElse(false))
                        .anyMatch(p -> columnsDiffer(p.columns(), before, now))
                || distinct(before.get(column), now.get(column));
    }

    static boolean distinct(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Double x && b instanceof Double y && x.doubleValue() == y.doubleValue()) {
            return false;
        }
        return !Objects.equals(a, b);
    }

    static boolean columnsDiffer(List<Layout.Slot> columns, Map<String, Object> a, Map<String, Object> b) {
        return columns.stream().anyMatch(column -> distinct(a.get(column.name()), b.get(column.name())));
    }

    /** Whether a property makes a row by what happened at an instant. */
    static boolean makesRow(Property p, Map<String, Object> before, Map<String, Object> now, Set<String> closed) {
        boolean closes = p.reducer() instanceof Reducer.Window || p.reducer() instanceof Reducer.Dwell;
        if (p.emit() instanceof Emit.OnClose && closes) {
            return closed.contains(p.name());
        }
        boolean atOnce = p.emit() instanceof Emit.OnChange || p.emit() instanceof Emit.OnClose;
        return atOnce && PlainReads.columnsDiffer(p.columns(), before, now);
    }
}
