package io.twinlake.twin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the language page says, a second time: slow and obvious, over maps of plain values. It shares with the real one the
 * parsed definition and the evaluation of formulas, nothing else.
 */
final class PlainModel {

    private static final long NEVER = Long.MAX_VALUE;

    private final TwinDefinition definition;
    private final PlainReads reads;
    private final Map<String, PlainTwin> twins = new TreeMap<>();
    private final List<Row> rows = new ArrayList<>();
    private int timerFailures;

    PlainModel(TwinDefinition definition) {
        this.definition = definition;
        this.reads = new PlainReads(definition);
    }

    List<Row> rows() {
        return rows;
    }

    int timerFailures() {
        return timerFailures;
    }

    /** Returns whether the event was applied, and is not dead. */
    boolean event(String key, Event event) {
        PlainTwin before = twins.get(key);
        int rowsBefore = rows.size();
        try {
            PlainTwin twin = before == null ? born(key) : before.copy(newHeld());
            fire(twin, event.timeMicros());
            if (twin.expired) {
                twin = born(key);
            }
            apply(twin, event);
            twins.put(key, twin);
            return true;
        } catch (ExpressionException e) {
            rows.subList(rowsBefore, rows.size()).clear();
            return false;
        }
    }

    void watermark(long micros) {
        for (PlainTwin twin : List.copyOf(twins.values())) {
            fire(twin, micros);
            if (twin.expired) {
                twins.remove(twin.key);
            }
        }
    }

    private PlainTwin born(String key) {
        return new PlainTwin(key, newHeld());
    }

    private Slots newHeld() {
        return definition.heldLayout().newSlots();
    }

    private void apply(PlainTwin twin, Event event) {
        Map<String, Object> before = new HashMap<>(twin.state);
        twin.newest =
                twin.newest == null ? event.timeMicros() : Long.valueOf(Math.max(twin.newest, event.timeMicros()));
        twin.now = Math.max(twin.now, event.timeMicros());
        Evaluation at = evaluation(twin, before).event(event.stream(), event.telemetry());
        Long previous = twin.seenAt.put(event.stream(), twin.now);
        if (previous == null) {
            at.firstEvent();
        } else {
            at.elapsed(twin.now - previous);
        }
        for (Attribute attribute : definition.attributes()) {
            if (reads.isTouched(Set.of(attribute.expr()), attribute.streams(), event.stream())) {
                Object value = Values.evaluate(attribute.expr(), at);
                if (value != null) {
                    twin.state.put(attribute.name(), value);
                    refresh(twin, at, before);
                }
            }
        }
        Set<String> closed = new HashSet<>();
        for (Property property : definition.evaluationOrder()) {
            if (reads.isTouched(reads.formulas(property), property.streams(), event.stream())
                    || (!PlainReducers.addsUp(property.reducer())
                            && reads.inputChanged(property, before, twin.state))) {
                evaluate(property, twin, at, closed);
                refresh(twin, at, before);
            }
        }
        for (TwinDefinition.HeldField field : definition.held().fields()) {
            if (field.stream() == event.stream()) {
                twin.held.copy(field.held(), event.telemetry(), field.telemetry());
            }
        }
        String cause = cause(twin, before, closed);
        if (cause != null) {
            row(twin, cause, event);
        }
    }

    private void fire(PlainTwin twin, long limit) {
        for (long due = due(twin); due <= limit && due != NEVER && !twin.expired; due = due(twin)) {
            instant(twin, Math.max(due, twin.now));
        }
    }

    private void instant(PlainTwin twin, long now) {
        Map<String, Object> before = new HashMap<>(twin.state);
        Set<String> closed = new HashSet<>();
        twin.now = now;
        Evaluation at = evaluation(twin, before).timer().elapsed(now - Objects.requireNonNull(twin.newest));
        for (Property property : definition.evaluationOrder()) {
            timers(property, twin, at, before, closed);
            refresh(twin, at, before);
        }
        String cause = cause(twin, before, closed);
        if (cause == null && twin.lastRow != null && isHeartbeat(twin)) {
            cause = "heartbeat";
        }
        if (cause != null) {
            row(twin, cause, null);
        }
        if (expiry(twin) <= now) {
            if (twin.seq > 0) {
                row(twin, "expired", null);
            }
            twin.expired = true;
        }
    }

    private void timers(Property p, PlainTwin twin, Evaluation at, Map<String, Object> before, Set<String> closed) {
        PlainTwin.Memory m = twin.memory(p.name());
        if (m.hasCandidate && m.candidateSince + micros(p.modifiers().settle()) <= twin.now) {
            m.settled = m.candidate;
            m.settledSince = m.candidateSince;
            m.hasCandidate = false;
            wanted(p, twin, m.settled);
            refresh(twin, at, before);
        }
        if (!PlainReducers.addsUp(p.reducer()) && reads.inputChanged(p, before, twin.state)) {
            evaluateOrKeep(p, twin, at, closed);
        }
        if (m.hasWanted
                && Objects.requireNonNull(m.enteredAt) + micros(p.modifiers().minDwell()) <= twin.now) {
            enter(p, twin, m.wanted);
        }
        if (p.reducer() instanceof Reducer.Window window && paneEnd(window, m) <= twin.now) {
            close(p, window, twin, at);
            closed.add(p.name());
        }
    }

    /** There is no event to refuse: a property whose formula has no value keeps what it has. */
    private void evaluateOrKeep(Property p, PlainTwin twin, Evaluation at, Set<String> closed) {
        try {
            evaluate(p, twin, at, closed);
        } catch (ExpressionException e) {
            timerFailures++;
        }
    }

    private void close(Property p, Reducer.Window window, PlainTwin twin, Evaluation at) {
        PlainTwin.Memory m = twin.memory(p.name());
        Slots results = window.callLayout().newSlots();
        for (int i = 0; i < window.calls().size(); i++) {
            Reducer.AggregateCall call = window.calls().get(i);
            Values.put(results, call.result(), PlainReducers.aggregate(call, i, m));
        }
        at.aggregates(results);
        for (Reducer.AggregateColumn column : window.columns()) {
            twin.put(column.name(), Values.evaluate(column.result(), at));
        }
        m.pane = null;
        m.paneEvents.clear();
    }

    private void evaluate(Property p, PlainTwin twin, Evaluation at, Set<String> closed) {
        if (p.when().isPresent()
                && !Boolean.TRUE.equals(Values.evaluate(p.when().get(), at))) {
            return;
        }
        PlainTwin.Memory m = twin.memory(p.name());
        Optional<List<@Nullable Object>> said = PlainReducers.reduce(p, twin, at);
        if (said.isEmpty()) {
            return;
        }
        if (p.reducer() instanceof Reducer.Dwell) {
            closed.add(p.name());
        }
        Object value = said.get().get(0);
        if (p.modifiers().settle().isEmpty()) {
            wanted(p, twin, value);
        } else if (!PlainReads.distinct(value, m.settled)) {
            m.hasCandidate = false;
        } else if (!m.hasCandidate || PlainReads.distinct(value, m.candidate)) {
            m.hasCandidate = true;
            m.candidate = value;
            m.candidateSince = twin.now;
        }
    }

    private void wanted(Property p, PlainTwin twin, @Nullable Object value) {
        PlainTwin.Memory m = twin.memory(p.name());
        m.hasWanted = false;
        if (p.modifiers().minDwell().isEmpty()) {
            show(p, twin, value);
        } else if (PlainReads.distinct(value, m.taken)) {
            if (m.enteredAt == null || m.enteredAt + micros(p.modifiers().minDwell()) <= twin.now) {
                enter(p, twin, value);
            } else {
                m.hasWanted = true;
                m.wanted = value;
            }
        }
    }

    private void enter(Property p, PlainTwin twin, @Nullable Object value) {
        PlainTwin.Memory m = twin.memory(p.name());
        boolean initial = m.taken == null
                && p.reducer() instanceof Reducer.StateMachine machine
                && machine.initial().isPresent()
                && machine.initial().get().equals(value);
        m.hasWanted = false;
        m.taken = value;
        m.enteredAt = initial ? m.enteredAt : Long.valueOf(twin.now);
        show(p, twin, value);
    }

    private void show(Property p, PlainTwin twin, @Nullable Object value) {
        Object last = twin.state.get(p.name());
        if (!PlainReads.distinct(value, last)) {
            return;
        }
        if (p.reducer() instanceof Reducer.Deadband deadband && last != null && value != null) {
            double moved = PlainDistance.between(last, value, deadband.measure());
            double needed = deadband.measure() == Reducer.Measure.PCT
                    ? deadband.amount() / 100 * Math.abs(((Number) last).doubleValue())
                    : deadband.amount();
            if (moved < needed) {
                return;
            }
        }
        twin.put(p.name(), value);
        if (p.modifiers().settle().isPresent()) {
            twin.put(p.name() + "_since", twin.memory(p.name()).settledSince);
        }
    }

    private @Nullable String cause(PlainTwin twin, Map<String, Object> before, Set<String> closed) {
        boolean change = definition.attributes().stream()
                .anyMatch(a -> PlainReads.columnsDiffer(List.of(a.column()), before, twin.state));
        boolean window = false;
        for (Property p : definition.properties()) {
            if (PlainReads.makesRow(p, before, twin.state, closed)) {
                window |= p.reducer() instanceof Reducer.Window;
                change |= !(p.reducer() instanceof Reducer.Window);
            }
        }
        boolean first = twin.lastRow == null && !visible(twin.state).isEmpty();
        return change ? "change" : window ? "window" : first ? "change" : null;
    }

    private boolean isHeartbeat(PlainTwin twin) {
        boolean every = definition.properties().stream()
                .anyMatch(p -> p.emit() instanceof Emit.Every periodic
                        && Math.floorMod(twin.now, periodic.period().toNanos() / 1000) == 0
                        && PlainReads.columnsDiffer(p.columns(), Objects.requireNonNull(twin.lastRow), twin.state));
        return every || silence(twin) <= twin.now;
    }

    private void row(PlainTwin twin, String cause, @Nullable Event event) {
        if (twin.seq == 0) {
            twin.bornAt = twin.now;
        }
        twin.seq++;
        Map<String, Object> last = twin.lastRow == null ? Map.of() : twin.lastRow;
        Map<String, Object> shown = visible(twin.state);
        List<String> changed = new ArrayList<>();
        if (!cause.equals("expired")) {
            definition.attributes().stream()
                    .filter(a -> PlainReads.columnsDiffer(List.of(a.column()), last, shown))
                    .forEach(a -> changed.add(a.name()));
            definition.properties().stream()
                    .filter(p -> p.isVisible() && PlainReads.columnsDiffer(p.columns(), last, shown))
                    .forEach(p -> changed.add(p.name()));
        }
        rows.add(new Row(
                twin.key,
                twin.now,
                twin.bornAt,
                twin.seq,
                cause,
                changed,
                shown,
                event == null ? null : event.sourcePartition(),
                event == null ? null : event.offset()));
        twin.lastRow = shown;
        twin.lastRowAt = twin.now;
    }

    private Map<String, Object> visible(Map<String, Object> state) {
        Map<String, Object> visible = new HashMap<>();
        for (Attribute attribute : definition.attributes()) {
            Optional.ofNullable(state.get(attribute.name())).ifPresent(v -> visible.put(attribute.name(), v));
        }
        for (Property property : definition.properties()) {
            if (property.isVisible()) {
                List<Layout.Slot> columns = new ArrayList<>(property.columns());
                property.since().ifPresent(columns::add);
                columns.forEach(column ->
                        Optional.ofNullable(state.get(column.name())).ifPresent(v -> visible.put(column.name(), v)));
            }
        }
        return visible;
    }

    private long due(PlainTwin twin) {
        long due = Math.min(expiry(twin), silence(twin));
        for (Property p : definition.properties()) {
            PlainTwin.Memory m = twin.memory(p.name());
            if (m.hasCandidate) {
                due = Math.min(due, m.candidateSince + micros(p.modifiers().settle()));
            }
            if (m.hasWanted) {
                due = Math.min(
                        due,
                        Objects.requireNonNull(m.enteredAt)
                                + micros(p.modifiers().minDwell()));
            }
            if (p.reducer() instanceof Reducer.Window window) {
                due = Math.min(due, paneEnd(window, m));
            }
            if (p.emit() instanceof Emit.Every every
                    && twin.lastRow != null
                    && PlainReads.columnsDiffer(p.columns(), twin.lastRow, twin.state)) {
                long period = every.period().toNanos() / 1000;
                due = Math.min(due, twin.now - Math.floorMod(twin.now, period) + period);
            }
        }
        return due;
    }

    private long expiry(PlainTwin twin) {
        return twin.newest == null || definition.expiry().isEmpty()
                ? NEVER
                : twin.newest + micros(definition.expiry().map(TwinDefinition.Expiry::after));
    }

    private long silence(PlainTwin twin) {
        long shortest = definition.properties().stream()
                .filter(Property::isVisible)
                .flatMap(p -> p.modifiers().maxSilence().stream())
                .mapToLong(d -> d.toNanos() / 1000)
                .min()
                .orElse(NEVER);
        return twin.lastRow == null || shortest == NEVER ? NEVER : twin.lastRowAt + shortest;
    }

    private static long paneEnd(Reducer.Window window, PlainTwin.Memory m) {
        return m.pane == null ? NEVER : m.pane + window.size().toNanos() / 1000;
    }

    private static long micros(Optional<Duration> duration) {
        return duration.orElseThrow().toNanos() / 1000;
    }

    private Evaluation evaluation(PlainTwin twin, Map<String, Object> before) {
        Evaluation at = new Evaluation().time(twin.now);
        refresh(twin, at, before);
        return at;
    }

    private void refresh(PlainTwin twin, Evaluation at, Map<String, Object> before) {
        at.twin(
                        twin.held,
                        Values.slots(definition.stateLayout(), twin.state),
                        Values.slots(definition.stateLayout(), before))
                .time(twin.now);
    }
}
