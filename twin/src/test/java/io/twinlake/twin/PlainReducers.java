package io.twinlake.twin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What reducers say, computed anew from all that they ever saw. */
final class PlainReducers {

    /** Order of values of one type. */
    static final Comparator<Object> ORDER = (a, b) -> {
        if (a instanceof Double x && b instanceof Double y) {
            return x.equals(y) || x.doubleValue() == y ? 0 : x < y || y.isNaN() ? -1 : 1;
        }
        if (a instanceof String x && b instanceof String y) {
            return java.util.Arrays.compareUnsigned(
                    x.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    y.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        return Long.compare((Long) a, (Long) b);
    };

    private PlainReducers() {}

    /** Whether a reducer takes each event once. */
    static boolean addsUp(Reducer reducer) {
        return reducer instanceof Reducer.Count
                || reducer instanceof Reducer.Sum
                || reducer instanceof Reducer.Ewma
                || reducer instanceof Reducer.Window;
    }

    /** Empty: nothing was seen. {@code Optional} of a list of one, since null is a value. */
    static Optional<List<@Nullable Object>> reduce(Property p, PlainTwin twin, Evaluation at) {
        PlainTwin.Memory m = twin.memory(p.name());
        Reducer reducer = p.reducer();
        if (reducer instanceof Reducer.Computed computed) {
            return said(Values.evaluate(computed.formula(), at));
        }
        if (reducer instanceof Reducer.Count count) {
            if (count.of().isPresent() && Values.evaluate(count.of().get(), at) == null) {
                return Optional.empty();
            }
            m.inputs.add(true);
            return said((long) m.inputs.size());
        }
        if (reducer instanceof Reducer.StateMachine machine) {
            return machine(machine, p, twin, at);
        }
        if (reducer instanceof Reducer.Window window) {
            pane(window, m, twin.now, at);
            return Optional.empty();
        }
        if (reducer instanceof Reducer.Dwell dwell) {
            return stay(m, Values.evaluate(dwell.holds(), at), twin.now);
        }
        Object input = Values.evaluate(formula(reducer), at);
        if (input == null) {
            return Optional.empty();
        }
        m.inputs.add(input);
        m.inputTimes.add(twin.now);
        return said(fold(reducer, m));
    }

    private static Optional<List<@Nullable Object>> said(@Nullable Object value) {
        List<@Nullable Object> one = new ArrayList<>();
        one.add(value);
        return Optional.of(one);
    }

    private static Formula formula(Reducer reducer) {
        return reducer.match(new ReducerFormulas()).get(0);
    }

    private static Object fold(Reducer reducer, PlainTwin.Memory m) {
        if (reducer instanceof Reducer.First) {
            return m.inputs.get(0);
        }
        if (reducer instanceof Reducer.Min) {
            return m.inputs.stream().min(ORDER).orElseThrow();
        }
        if (reducer instanceof Reducer.Max) {
            return m.inputs.stream().max(ORDER).orElseThrow();
        }
        if (reducer instanceof Reducer.Sum) {
            return sum(m.inputs);
        }
        if (reducer instanceof Reducer.Band band) {
            return band(band, m);
        }
        if (reducer instanceof Reducer.Ewma ewma) {
            return ewma(m, ewma.halfLife().toNanos() / 1000.0);
        }
        return m.inputs.get(m.inputs.size() - 1);
    }

    private static Object sum(List<Object> inputs) {
        Object sum = inputs.get(0);
        for (Object input : inputs.subList(1, inputs.size())) {
            sum = input instanceof Double d
                    ? (Object) ((Double) sum + d)
                    : (Object) Math.addExact((Long) sum, (Long) input);
        }
        return sum;
    }

    private static double ewma(PlainTwin.Memory m, double halfLife) {
        double v = (Double) m.inputs.get(0);
        for (int i = 1; i < m.inputs.size(); i++) {
            double dt = m.inputTimes.get(i) - m.inputTimes.get(i - 1);
            v = v + ((Double) m.inputs.get(i) - v) * (1 - StrictMath.pow(2, -dt / halfLife));
        }
        return v;
    }

    private static String band(Reducer.Band band, PlainTwin.Memory m) {
        double v = (Double) m.inputs.get(m.inputs.size() - 1);
        double h = band.hysteresis();
        int first = 0;
        int up = 0;
        int down = 0;
        for (int i = 1; i < band.edges().size(); i++) {
            double edge = band.edges().get(i).from();
            first = edge <= v ? i : first;
            up = edge + h <= v ? i : up;
            down = edge - h <= v ? i : down;
        }
        m.band = m.band == null ? first : Math.min(Math.max(m.band, up), down);
        return band.edges().get(m.band).band();
    }

    private static Optional<List<@Nullable Object>> machine(
            Reducer.StateMachine machine, Property p, PlainTwin twin, Evaluation at) {
        PlainTwin.Memory m = twin.memory(p.name());
        Object stays = p.modifiers().settle().isPresent() ? m.said : twin.state.get(p.name());
        Object next = machine.guards().stream()
                .filter(guard -> Boolean.TRUE.equals(Values.evaluate(guard.when(), at)))
                .map(guard -> (Object) guard.state())
                .findFirst()
                .orElse(stays != null ? stays : machine.initial().orElse(null));
        m.said = next;
        return next == null ? Optional.empty() : said(next);
    }

    private static Optional<List<@Nullable Object>> stay(PlainTwin.Memory m, @Nullable Object holds, long now) {
        if (Boolean.TRUE.equals(holds) && m.stayStart == null) {
            m.stayStart = now;
        } else if (Boolean.FALSE.equals(holds) && m.stayStart != null) {
            long lasted = now - m.stayStart;
            m.stayStart = null;
            return said(lasted);
        }
        return Optional.empty();
    }

    private static void pane(Reducer.Window window, PlainTwin.Memory m, long now, Evaluation at) {
        List<@Nullable Object> inputs = new ArrayList<>();
        for (Reducer.AggregateCall call : window.calls()) {
            inputs.add(call.of().isPresent() ? Values.evaluate(call.of().get(), at) : true);
        }
        long size = window.size().toNanos() / 1000;
        m.pane = now - Math.floorMod(now, size);
        m.paneEvents.add(inputs);
    }

    /** The result of one aggregate function over the events of a pane. */
    static @Nullable Object aggregate(Reducer.AggregateCall call, int index, PlainTwin.Memory m) {
        List<Object> seen = new ArrayList<>();
        for (List<Object> event : m.paneEvents) {
            if (event.get(index) != null) {
                seen.add(event.get(index));
            }
        }
        if (call.function() == Reducer.Aggregate.COUNT) {
            return (long) seen.size();
        }
        if (call.function() == Reducer.Aggregate.COUNT_IF) {
            return seen.stream().filter(Boolean.TRUE::equals).count();
        }
        if (seen.isEmpty()) {
            return null;
        }
        return switch (call.function()) {
            case SUM -> sum(seen);
            case AVG -> seen.stream().map(v -> (Double) v).reduce(0.0, Double::sum) / seen.size();
            case MIN -> seen.stream().min(ORDER).orElseThrow();
            case MAX -> seen.stream().max(ORDER).orElseThrow();
            case FIRST -> seen.get(0);
            case LAST -> seen.get(seen.size() - 1);
            case BOOL_AND -> seen.stream().allMatch(Boolean.TRUE::equals);
            case BOOL_OR -> seen.stream().anyMatch(Boolean.TRUE::equals);
            case COUNT, COUNT_IF -> throw new IllegalStateException("counted above");
        };
    }
}
