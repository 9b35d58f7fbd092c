package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.format.TwinShape;
import io.twinlake.twin.Reducer.AggregateColumn;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compiles attributes and properties: what a twin keeps. */
final class StateParser {

    /** Columns that every state table has. */
    static final Set<String> TABLE_COLUMNS = Set.copyOf(TwinShape.COLUMNS);

    /** All that a twin keeps; of no use if there was a mistake. */
    record State(List<Attribute> attributes, List<Property> properties, List<Property> evaluationOrder) {}

    private record Compiled(PropertyDraft draft, Reducer reducer, Optional<Formula> when) {}

    private final DefinitionFile file;
    private final Names names;
    private final List<YamlEntry> attributes;
    private final List<PropertyDraft> drafts;
    private final PropertyGraph graph;
    private final Map<String, String> columns = new HashMap<>();
    private final Map<String, Layout.Slot> slots = new HashMap<>();

    StateParser(
            DefinitionFile file, Names names, Optional<YamlValue> attributes, List<PropertyDraft> drafts, int streams) {
        this.file = file;
        this.names = names;
        this.attributes = attributes.map(YamlValue::entries).orElse(List.of());
        this.drafts = drafts;
        this.graph = new PropertyGraph(streams);
    }

    State state() {
        List<Attribute> parsed = new ArrayList<>();
        attributes.forEach(entry -> attribute(entry).ifPresent(parsed::add));
        drafts.stream().filter(d -> !d.isWindow()).forEach(this::addColumns);
        Map<String, Compiled> compiled = new LinkedHashMap<>();
        drafts.stream().filter(PropertyDraft::isWindow).forEach(d -> compile(d, compiled));
        drafts.stream().filter(d -> !d.isWindow()).forEach(d -> compile(d, compiled));
        if (compiled.size() < drafts.size() || hasCycle(compiled)) {
            requireMistake(compiled);
            return new State(parsed, List.of(), List.of());
        }
        compiled.values().forEach(this::checkEmitWith);
        List<Property> properties = drafts.stream()
                .flatMap(d -> Optional.ofNullable(compiled.get(d.name())).stream())
                .map(this::property)
                .toList();
        Map<String, Property> byName = new HashMap<>();
        properties.forEach(p -> byName.put(p.name(), p));
        List<Property> order = graph
                .ordered(drafts.stream().map(PropertyDraft::name).toList())
                .stream()
                .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                .toList();
        return new State(parsed, properties, order);
    }

    /** A property that is left out takes all others with it, so that somebody must have said why. */
    private void requireMistake(Map<String, Compiled> compiled) {
        if (file.isFaultless()) {
            drafts.stream()
                    .filter(draft -> !compiled.containsKey(draft.name()))
                    .forEach(draft -> draft.entry()
                            .key()
                            .problem(
                                    "property '" + draft.name() + "' can't be made of what it says",
                                    "write its " + draft.word() + " as docs/language.md shows it"));
        }
    }

    private Optional<Attribute> attribute(YamlEntry entry) {
        YamlParts parts = entry.value().parts(YamlWords.ATTRIBUTE);
        boolean named = entry.key().checkIdentifier(entry.name());
        Optional<ValueType> type = parts.required("type", "string").flatMap(PropertyDraft::type);
        Optional<YamlValue> expr = parts.required("expr", "field");
        if (type.isEmpty() || !named) {
            names.refuse(entry.name());
            return Optional.empty();
        }
        String where = "attribute '" + entry.name() + "'";
        Optional<Formula> formula = expr.flatMap(e -> FormulaDraft.compile(e, where, RowScope.events(names), type));
        if (!claim(entry.name(), entry) || formula.isEmpty()) {
            names.refuse(entry.name());
            return Optional.empty();
        }
        Layout.Slot slot = names.addState(entry.name(), type.get());
        graph.add(entry.name(), formula.get().reads(), List.of(entry.name()));
        return Optional.of(new Attribute(
                entry.name(),
                type.get(),
                formula.get(),
                parts.get("unit").flatMap(YamlValue::text),
                graph.streamsOf(entry.name()),
                slot));
    }

    /** A column's name must be new, ignoring case. */
    private boolean claim(String column, YamlEntry owner) {
        String lower = column.toLowerCase(Locale.ROOT);
        if (TABLE_COLUMNS.contains(lower)) {
            owner.key()
                    .problem(
                            "the column '" + column + "' is one that every state table has",
                            "rename '" + owner.name() + "'");
            return false;
        }
        String other = columns.putIfAbsent(lower, owner.name());
        if (other != null) {
            owner.key()
                    .problem(
                            "the column '" + column + "' of '" + owner.name() + "' is one of '" + other
                                    + "' too (names ignore case)",
                            "rename one of them");
        }
        return other == null;
    }

    private void addColumns(PropertyDraft draft) {
        if (!claim(draft.name(), draft.entry())) {
            return;
        }
        slots.put(draft.name(), names.addState(draft.name(), draft.type()));
        String since = draft.name() + "_since";
        if (draft.settle().isPresent() && claim(since, draft.entry())) {
            slots.put(since, names.addState(since, ValueType.TIMESTAMP));
        }
    }

    private void compile(PropertyDraft draft, Map<String, Compiled> into) {
        var parser = new ReducerParser(draft, names);
        int before = file.problemCount();
        Optional<Reducer> reducer = parser.reducer();
        Optional<Formula> when = parser.when();
        if (reducer.isEmpty() || file.problemCount() > before) {
            names.refuse(draft.name());
            return;
        }
        List<String> itsColumns = List.of(draft.name());
        if (reducer.get() instanceof Reducer.Window window) {
            itsColumns = window.columns().stream().map(AggregateColumn::name).toList();
            for (AggregateColumn column : window.columns()) {
                if (claim(column.name(), draft.entry())) {
                    slots.put(
                            column.name(),
                            names.addState(column.name(), column.result().type()));
                }
            }
        }
        Set<Reference> reads = new HashSet<>();
        reducer.get().match(new ReducerFormulas()).forEach(formula -> reads.addAll(formula.reads()));
        when.ifPresent(w -> reads.addAll(w.reads()));
        List<String> owned = new ArrayList<>(itsColumns);
        owned.add(draft.name() + "_since");
        graph.add(draft.name(), reads, owned);
        into.put(draft.name(), new Compiled(draft, reducer.get(), when));
    }

    private boolean hasCycle(Map<String, Compiled> compiled) {
        Set<String> told = new HashSet<>();
        for (Compiled property : compiled.values()) {
            Optional<List<String>> cycle = graph.cycle(property.draft().name());
            if (cycle.isPresent() && !told.contains(property.draft().name())) {
                told.addAll(cycle.get());
                property.draft()
                        .entry()
                        .key()
                        .problem(
                                "properties read each other in a circle: " + String.join(" -> ", cycle.get()),
                                "read one of them as it was before the event, by prev(…)");
            }
        }
        return !told.isEmpty();
    }

    private void checkEmitWith(Compiled property) {
        if (property.draft().emit() instanceof Emit.With with) {
            List<String> others = drafts.stream()
                    .map(PropertyDraft::name)
                    .filter(n -> !n.equals(property.draft().name()))
                    .toList();
            if (!others.contains(with.property())) {
                property.draft()
                        .parts()
                        .get("emit")
                        .orElseThrow()
                        .problem(
                                "no other property '" + with.property() + "' to be emitted with",
                                Nearest.remedy(with.property(), others));
            }
        }
    }

    private Property property(Compiled compiled) {
        PropertyDraft draft = compiled.draft();
        List<String> own = compiled.reducer() instanceof Reducer.Window window
                ? window.columns().stream().map(AggregateColumn::name).toList()
                : List.of(draft.name());
        var modifiers = new Property.Modifiers(
                compiled.when(),
                draft.settle(),
                draft.minDwell(),
                draft.maxSilence(),
                draft.emit(),
                draft.parts().get("unit").flatMap(YamlValue::text));
        return new Property(
                draft.name(),
                draft.type(),
                compiled.reducer(),
                modifiers,
                graph.streamsOf(draft.name()),
                own.stream()
                        .flatMap(c -> Optional.ofNullable(slots.get(c)).stream())
                        .toList(),
                Optional.ofNullable(slots.get(draft.name() + "_since")));
    }
}
