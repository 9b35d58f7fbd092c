package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a definition comes down to at run time: rules, memory, timers. Immutable. */
final class Plan {

    final TwinDefinition definition;
    final Memory memory;

    /** In the order of columns. */
    final Rule[] rules;

    /** In the order of dependencies. */
    final Rule[] order;

    /** Those that have timers. */
    final Rule[] timed;

    /** Those that write at multiples of a period. */
    final Rule[] periodic;

    /** By stream: which fields are held after its events. */
    final TwinDefinition.HeldField[][] held;

    /** By stream: when its last event was applied; empty if no formula asks for it. */
    final Layout.Slot[] seenAt;

    /** 0: twins don't expire. */
    final long expiryMicros;

    /** 0: no heartbeats. */
    final long silenceMicros;

    Plan(TwinDefinition definition) {
        Memory.Builder builder = new Memory.Builder(definition);
        List<Rule> all = Rules.of(definition, builder);
        this.definition = definition;
        this.rules = all.toArray(Rule[]::new);
        this.order = Rules.inEvaluationOrder(definition, all).toArray(Rule[]::new);
        this.timed = all.stream().filter(Rule::hasTimers).toArray(Rule[]::new);
        this.periodic =
                all.stream().filter(rule -> rule.emission().isPeriodic()).toArray(Rule[]::new);
        this.held = heldByStream(definition);
        this.seenAt = seenAt(definition, builder);
        this.memory = builder.build();
        this.expiryMicros = Rules.micros(definition.expiry().map(TwinDefinition.Expiry::after));
        this.silenceMicros = definition.properties().stream()
                .filter(Property::isVisible)
                .mapToLong(property -> Rules.micros(property.modifiers().maxSilence()))
                .filter(micros -> micros > 0)
                .min()
                .orElse(0);
    }

    private static TwinDefinition.HeldField[][] heldByStream(TwinDefinition definition) {
        int streams = definition.streams().size();
        TwinDefinition.HeldField[][] held = new TwinDefinition.HeldField[streams][];
        for (int stream = 0; stream < streams; stream++) {
            int wanted = stream;
            held[stream] = definition.held().fields().stream()
                    .filter(field -> field.stream() == wanted)
                    .toArray(TwinDefinition.HeldField[]::new);
        }
        return held;
    }

    private static Layout.Slot[] seenAt(TwinDefinition definition, Memory.Builder builder) {
        List<Layout.Slot> slots = new ArrayList<>();
        if (asksForTime(definition)) {
            definition
                    .streams()
                    .forEach(stream ->
                            slots.add(builder.add("stream", "/seen_at." + stream.name(), ValueType.TIMESTAMP)));
        }
        return slots.toArray(Layout.Slot[]::new);
    }

    private static boolean asksForTime(TwinDefinition definition) {
        List<Formula> formulas = new ArrayList<>();
        definition.attributes().forEach(attribute -> formulas.add(attribute.expr()));
        definition.properties().forEach(property -> {
            formulas.addAll(property.reducer().match(new ReducerFormulas()));
            Optional<Formula> when = property.when();
            when.ifPresent(formulas::add);
        });
        return formulas.stream()
                .flatMap(formula -> formula.reads().stream())
                .anyMatch(Reference.Time.class::isInstance);
    }
}
