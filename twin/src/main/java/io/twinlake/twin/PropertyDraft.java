package io.twinlake.twin;

import io.twinlake.twin.YamlValue.YamlEntry;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A property as written: its words checked, its formulas not yet compiled.
 *
 * @param type that is declared, or that its reducer has in any case; a window's is LONG and means nothing
 * @param reducer the value beside the reducer's word
 */
record PropertyDraft(
        YamlEntry entry,
        YamlParts parts,
        ValueType type,
        String word,
        YamlValue reducer,
        Optional<Duration> settle,
        Optional<Duration> minDwell,
        Optional<Duration> maxSilence,
        Emit emit) {

    static final List<String> REDUCERS = List.of(
            "last",
            "first",
            "min",
            "max",
            "sum",
            "count",
            "band",
            "deadband",
            "state_machine",
            "dwell",
            "ewma",
            "window",
            "formula");

    /** Types that do not need to be said. */
    private static final Map<String, ValueType> OWN_TYPE = Map.of(
            "count", ValueType.LONG,
            "band", ValueType.STRING,
            "state_machine", ValueType.STRING,
            "dwell", ValueType.INTERVAL,
            "ewma", ValueType.DOUBLE,
            "window", ValueType.LONG);

    static final YamlWords WORDS = new YamlWords(
                    Stream.concat(
                                    Stream.of(
                                            "type",
                                            "unit",
                                            "description",
                                            "aggregate",
                                            "when",
                                            "settle",
                                            "min_dwell",
                                            "max_silence",
                                            "emit"),
                                    REDUCERS.stream())
                            .toList(),
                    java.util.Set.of())
            .later(
                    "rate",
                    "session",
                    "zscore",
                    "top_k",
                    "distinct",
                    "quantiles",
                    "predict",
                    "geofence",
                    "locate",
                    "lookup",
                    "null",
                    "default");

    String name() {
        return entry.name();
    }

    boolean isWindow() {
        return word.equals("window");
    }

    /** Whether it may change when no event comes. */
    boolean hasTimer() {
        return settle.isPresent() || minDwell.isPresent() || isWindow();
    }

    /** The property, if its words are right. */
    static Optional<PropertyDraft> read(YamlEntry entry) {
        if (!entry.key().checkIdentifier(entry.name())) {
            return Optional.empty();
        }
        DefinitionFile file = entry.value().file();
        int before = file.problemCount();
        YamlParts parts = entry.value().parts(WORDS);
        List<String> reducers = REDUCERS.stream().filter(parts::has).toList();
        if (reducers.size() != 1) {
            wrongReducers(entry, parts, reducers);
            parts.get("type").ifPresent(PropertyDraft::type);
            return Optional.empty();
        }
        String word = reducers.get(0);
        Optional<ValueType> type = type(entry, parts, word);
        YamlValue reducer = parts.get(word).orElseThrow();
        var draft = new PropertyDraft(
                entry,
                parts,
                type.orElse(ValueType.STRING),
                word,
                reducer,
                parts.get("settle").flatMap(YamlValue::positiveDuration),
                minDwell(parts, word, reducer),
                parts.get("max_silence").flatMap(YamlValue::positiveDuration),
                parts.get("emit").flatMap(EmitParser::read).orElseGet(() -> EmitParser.byDefault(word)));
        draft.checkModifiers();
        return file.problemCount() == before ? Optional.of(draft) : Optional.empty();
    }

    private static void wrongReducers(YamlEntry entry, YamlParts parts, List<String> reducers) {
        if (reducers.size() > 1) {
            entry.key()
                    .problem(
                            "property '" + entry.name() + "' has several reducers: " + String.join(", ", reducers),
                            "keep one, make properties of the others");
        } else if (!parts.hasLater()) {
            entry.key()
                    .problem(
                            "property '" + entry.name() + "' has no reducer",
                            "add one of " + String.join(", ", REDUCERS));
        }
    }

    private static Optional<ValueType> type(YamlEntry entry, YamlParts parts, String word) {
        Optional<YamlValue> declared = parts.get("type");
        if (declared.isEmpty()) {
            Optional<ValueType> own = Optional.ofNullable(OWN_TYPE.get(word));
            if (own.isEmpty() && !parts.hasLater()) {
                entry.key()
                        .problem(
                                "the type of property '" + entry.name() + "' is missing",
                                "add type: double, or another of " + typeWords());
            }
            return own;
        }
        if (word.equals("window")) {
            declared.get().problem("a window has no type: each of its aggregates has one", "take type away");
            return Optional.empty();
        }
        return type(declared.get()).filter(type -> fits(declared.get(), word, type));
    }

    static Optional<ValueType> type(YamlValue value) {
        Optional<String> word = value.text();
        if (word.filter("point3d"::equals).isPresent()) {
            value.later("point3d");
            return Optional.empty();
        }
        return word.flatMap(w -> value.oneOf(Arrays.asList(ValueType.values())));
    }

    private static String typeWords() {
        return String.join(
                ", ", Arrays.stream(ValueType.values()).map(ValueType::word).toList());
    }

    private static boolean fits(YamlValue declared, String word, ValueType type) {
        boolean fits = switch (word) {
            case "band", "state_machine", "dwell", "ewma" -> type == OWN_TYPE.get(word);
            case "count" -> type == ValueType.LONG || type == ValueType.INT;
            case "sum" -> type.isNumeric() || type == ValueType.INTERVAL;
            case "min", "max" -> type != ValueType.GEO_POINT;
            case "deadband" -> type.isNumeric() || type == ValueType.GEO_POINT;
            default -> true;
        };
        if (!fits) {
            ValueType own = OWN_TYPE.getOrDefault(word, ValueType.DOUBLE);
            declared.problem("the reducer " + word + " gives no " + type.word(), "write type: " + own.word());
        }
        return fits;
    }

    private static Optional<Duration> minDwell(YamlParts parts, String word, YamlValue reducer) {
        Optional<YamlValue> inner = word.equals("state_machine") && reducer.isMapping()
                ? ReducerParser.stateMachine(reducer).get("min_dwell")
                : Optional.empty();
        Optional<YamlValue> outer = parts.get("min_dwell");
        if (inner.isPresent() && outer.isPresent()) {
            outer.get().problem("min_dwell stands twice", "keep it beside the reducer or in it");
        }
        return outer.or(() -> inner).flatMap(YamlValue::positiveDuration);
    }

    private void checkModifiers() {
        boolean holdsNoState = List.of("window", "dwell", "ewma").contains(word);
        for (String modifier : List.of("settle", "min_dwell")) {
            parts.get(modifier)
                    .filter(m -> holdsNoState)
                    .ifPresent(m -> m.problem(
                            modifier + " can't stand beside " + word + ", which has no state to hold",
                            "take " + modifier + " away"));
        }
        if (isWindow() != parts.has("aggregate")) {
            entry.key()
                    .problem(
                            "window and aggregate of property '" + name() + "' stand together or not at all",
                            "add "
                                    + (isWindow()
                                            ? "aggregate: {events: count(*)}"
                                            : "window: {type: tumbling, size: 1h}"));
        }
        if (emit instanceof Emit.Never && !entry.value().file().isRecorded()) {
            parts.get("max_silence")
                    .ifPresent(m -> m.problem(
                            "max_silence can't stand beside emit: never, which writes no row",
                            "take max_silence away, or let '" + name() + "' be emitted"));
        }
        if (emit instanceof Emit.OnClose && !isWindow() && !word.equals("dwell")) {
            parts.get("emit")
                    .orElseThrow()
                    .problem("emit: on_close is for windows and dwell, not for " + word, "write emit: on_change");
        }
    }

    String where() {
        return "property '" + name() + "'";
    }

    String columnName(String aggregate) {
        return name() + "_" + aggregate;
    }
}
