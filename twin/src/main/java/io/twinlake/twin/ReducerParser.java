package io.twinlake.twin;

import io.twinlake.twin.Reducer.AggregateColumn;
import io.twinlake.twin.Reducer.Edge;
import io.twinlake.twin.Reducer.Guard;
import io.twinlake.twin.Reducer.Measure;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one property's reducer and compiles its formulas. What has a mistake is told to the file and empty here. */
final class ReducerParser {

    static final YamlWords VALUE = YamlWords.of("of", "when");
    static final YamlWords COUNT = YamlWords.of("of", "when");
    static final YamlWords BAND = YamlWords.of("of", "edges", "hysteresis", "when");
    static final YamlWords DEADBAND = YamlWords.of("of", "abs", "pct", "metres", "when");
    static final YamlWords STATE_MACHINE = YamlWords.of("initial", "states", "min_dwell", "when");
    static final YamlWords DWELL = YamlWords.of("of", "value", "when");
    static final YamlWords EWMA = YamlWords.of("of", "half_life", "when");
    static final YamlWords WINDOW = YamlWords.of("type", "size", "slide");

    private final PropertyDraft draft;
    private final Names names;
    private Optional<YamlValue> innerWhen = Optional.empty();

    ReducerParser(PropertyDraft draft, Names names) {
        this.draft = draft;
        this.names = names;
    }

    static YamlParts stateMachine(YamlValue value) {
        return value.parts(STATE_MACHINE);
    }

    Optional<Reducer> reducer() {
        return switch (draft.word()) {
            case "last" -> value(Reducer.Last::new);
            case "first" -> value(Reducer.First::new);
            case "min" -> value(Reducer.Min::new);
            case "max" -> value(Reducer.Max::new);
            case "sum" -> value(Reducer.Sum::new);
            case "count" -> count();
            case "band" -> band();
            case "deadband" -> deadband();
            case "state_machine" -> states();
            case "dwell" -> dwell();
            case "ewma" -> ewma();
            case "window" -> window();
            case "formula" -> formula(draft.reducer(), draft.type()).map(Reducer.Computed::new);
            default -> throw new IllegalStateException("reducer " + draft.word());
        };
    }

    /** The condition of the reducer and that of the property, both if both are there. */
    Optional<Formula> when() {
        Optional<Formula> outer = draft.parts().get("when").flatMap(w -> formula(w, ValueType.BOOLEAN));
        Optional<Formula> inner = innerWhen.flatMap(w -> formula(w, ValueType.BOOLEAN));
        if (outer.isEmpty() || inner.isEmpty()) {
            return outer.or(() -> inner);
        }
        return Optional.of(outer.get().and(inner.get()));
    }

    private YamlParts parts(YamlWords words) {
        YamlParts parts = draft.reducer().parts(words);
        innerWhen = parts.get("when");
        return parts;
    }

    private Optional<Reducer> value(Function<Formula, Reducer> reducer) {
        if (draft.reducer().isScalar()) {
            return formula(draft.reducer(), draft.type()).map(reducer);
        }
        return of(parts(VALUE), draft.type()).map(reducer);
    }

    private Optional<Formula> of(YamlParts parts, ValueType type) {
        return parts.required("of", "field").flatMap(of -> formula(of, type));
    }

    private Optional<Reducer> count() {
        boolean empty = draft.reducer().node() instanceof ScalarNode scalar
                && scalar.getValue().isBlank();
        if (empty) {
            return Optional.of(new Reducer.Count(Optional.empty()));
        }
        if (draft.reducer().isScalar()) {
            return formula(draft.reducer()).map(of -> new Reducer.Count(Optional.of(of)));
        }
        Optional<YamlValue> of = parts(COUNT).get("of");
        if (of.isEmpty()) {
            return Optional.of(new Reducer.Count(Optional.empty()));
        }
        return of.flatMap(this::formula).map(counted -> new Reducer.Count(Optional.of(counted)));
    }

    private Optional<Reducer> band() {
        YamlParts parts = parts(BAND);
        List<Edge> edges = new ArrayList<>();
        Optional<YamlValue> map = parts.required("edges", "{low: 0, high: 10}");
        map.ifPresent(value -> value.entries().forEach(entry -> edge(entry, edges)));
        map.filter(value -> value.isMapping() && edges.isEmpty())
                .ifPresent(value -> value.problem("there is no band in edges", "write edges: {low: 0, high: 10}"));
        double hysteresis =
                parts.get("hysteresis").flatMap(ReducerParser::notNegative).orElse(0.0);
        return of(parts, ValueType.DOUBLE).map(of -> new Reducer.Band(of, edges, hysteresis));
    }

    private static void edge(YamlEntry entry, List<Edge> edges) {
        entry.value().number().ifPresent(from -> {
            if (!edges.isEmpty() && edges.get(edges.size() - 1).from() >= from) {
                Edge last = edges.get(edges.size() - 1);
                entry.value()
                        .problem(
                                "edges do not ascend: " + entry.name() + " from " + from + " stands after "
                                        + last.band() + " from " + last.from(),
                                "order them by their lower bounds");
            }
            edges.add(new Edge(entry.name(), from));
        });
    }

    private static Optional<Double> notNegative(YamlValue value) {
        return value.number().filter(number -> {
            if (number < 0) {
                value.problem(value.what() + " " + number + " is negative", "write it without the sign");
            }
            return number >= 0;
        });
    }

    private Optional<Reducer> deadband() {
        YamlParts parts = parts(DEADBAND);
        List<Measure> measures = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (parts.has(measure.name().toLowerCase(Locale.ROOT))) {
                measures.add(measure);
            }
        }
        Optional<Formula> of = of(parts, draft.type());
        boolean point = draft.type() == ValueType.GEO_POINT;
        if (measures.size() != 1 || (measures.get(0) == Measure.METRES) != point) {
            draft.reducer()
                    .problem(
                            "a deadband of a " + draft.type().word() + " is measured by "
                                    + (point ? "metres" : "abs or pct"),
                            "write one of them: " + (point ? "metres: 100" : "abs: 1.5"));
            return Optional.empty();
        }
        Measure measure = measures.get(0);
        Optional<Double> amount =
                parts.get(measure.name().toLowerCase(Locale.ROOT)).flatMap(ReducerParser::notNegative);
        return of.flatMap(f -> amount.map(a -> new Reducer.Deadband(f, measure, a)));
    }

    private Optional<Reducer> states() {
        YamlParts parts = parts(STATE_MACHINE);
        List<Guard> guards = new ArrayList<>();
        Optional<YamlValue> states = parts.required("states", "{open: door_open, closed: NOT door_open}");
        List<YamlEntry> entries = states.map(YamlValue::entries).orElse(List.of());
        for (YamlEntry entry : entries) {
            formula(entry.value(), ValueType.BOOLEAN, draft.where() + ", state '" + entry.name() + "'")
                    .ifPresent(when -> guards.add(new Guard(entry.name(), when)));
        }
        if (states.isPresent() && states.get().isMapping() && entries.isEmpty()) {
            states.get().problem("there is no state", "write states: {open: door_open}");
        }
        Optional<String> initial = parts.get("initial").flatMap(YamlValue::text);
        boolean whole = !entries.isEmpty() && guards.size() == entries.size();
        return whole ? Optional.of(new Reducer.StateMachine(initial, guards)) : Optional.empty();
    }

    private Optional<Reducer> dwell() {
        YamlParts parts = parts(DWELL);
        Optional<YamlValue> value = parts.required("value", "red");
        Optional<YamlValue> of = parts.required("of", "colour");
        if (value.isEmpty() || of.isEmpty()) {
            return Optional.empty();
        }
        Optional<Formula> formula = formula(of.get());
        return formula.flatMap(f -> constant(value.get(), f.type())
                .map(c -> new Reducer.Dwell(f.as(Comparisons.compare(f.root(), c, s -> s == 0)))));
    }

    private static Optional<Expression> constant(YamlValue value, ValueType type) {
        return switch (type) {
            case STRING -> value.text().map(Constant::text);
            case DOUBLE -> value.number().map(Constant::decimal);
            case INT, LONG -> value.wholeNumber().map(n -> Constant.word(type, n));
            case BOOLEAN ->
                value.text().filter(t -> truth(value, t)).map(t -> Constant.word(type, t.equals("true") ? 1 : 0));
            case TIMESTAMP, DATE, INTERVAL, GEO_POINT -> {
                value.problem("a dwell of a " + type.word() + " has no value to name", "compare it: of: x > y");
                yield Optional.empty();
            }
        };
    }

    private static boolean truth(YamlValue value, String text) {
        boolean truth = text.equals("true") || text.equals("false");
        if (!truth) {
            value.problem("'" + text + "' is not a boolean", "write true or false");
        }
        return truth;
    }

    private Optional<Reducer> ewma() {
        YamlParts parts = parts(EWMA);
        Optional<Duration> halfLife = parts.required("half_life", "10s").flatMap(YamlValue::positiveDuration);
        return of(parts, ValueType.DOUBLE).flatMap(of -> halfLife.map(h -> new Reducer.Ewma(of, h)));
    }

    private Optional<Reducer> window() {
        YamlParts parts = parts(WINDOW);
        Optional<YamlValue> type = parts.get("type");
        String word = type.flatMap(YamlValue::text).orElse("tumbling");
        if (word.equals("hopping") || word.equals("sliding")) {
            type.orElseThrow().later(word);
            return Optional.empty();
        }
        if (!word.equals("tumbling")) {
            type.orElseThrow().problem("unknown window '" + word + "'", "write type: tumbling");
        }
        parts.get("slide").ifPresent(s -> s.problem("a tumbling window does not slide", "take slide away"));
        Optional<Duration> size = parts.required("size", "1h").flatMap(YamlValue::positiveDuration);
        var aggregates = new Aggregates();
        List<AggregateColumn> columns = new ArrayList<>();
        Optional<YamlValue> aggregate = draft.parts().get("aggregate");
        List<YamlEntry> entries = aggregate.map(YamlValue::entries).orElse(List.of());
        if (entries.isEmpty()) {
            aggregate.ifPresent(value -> value.problem("aggregate is empty", "add events: count(*)"));
        }
        entries.forEach(entry -> column(entry, aggregates).ifPresent(columns::add));
        if (size.isEmpty() || entries.isEmpty() || columns.size() < entries.size()) {
            return Optional.empty();
        }
        return Optional.of(new Reducer.Window(size.get(), aggregates.calls(), aggregates.layout(), columns));
    }

    private Optional<AggregateColumn> column(YamlEntry entry, Aggregates aggregates) {
        if (!entry.key().checkIdentifier(entry.name())) {
            return Optional.empty();
        }
        Scope scope = RowScope.window(names, aggregates);
        String where = draft.where() + ", aggregate '" + entry.name() + "'";
        return entry.value().formula().flatMap(node -> {
            try {
                Formula formula = FormulaParser.compile(node.getValue(), where, scope);
                return Optional.of(new AggregateColumn(draft.columnName(entry.name()), formula));
            } catch (FormulaMistake e) {
                entry.value().file().problem(node, e, where);
                return Optional.empty();
            }
        });
    }

    private Optional<Formula> formula(YamlValue value, ValueType type) {
        return formula(value, type, draft.where());
    }

    private Optional<Formula> formula(YamlValue value, ValueType type, String where) {
        return FormulaDraft.compile(value, where, RowScope.twin(names), Optional.of(type));
    }

    private Optional<Formula> formula(YamlValue value) {
        return FormulaDraft.compile(value, draft.where(), RowScope.twin(names), Optional.empty());
    }
}
