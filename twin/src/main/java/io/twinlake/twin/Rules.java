package io.twinlake.twin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the rules of a definition: attributes first, then properties. */
final class Rules {

    private final TwinDefinition definition;
    private final Memory.Builder memory;
    private final Map<String, Integer> ruleByColumn = new HashMap<>();

    private Rules(TwinDefinition definition, Memory.Builder memory) {
        this.definition = definition;
        this.memory = memory;
        List<Attribute> attributes = definition.attributes();
        for (int i = 0; i < attributes.size(); i++) {
            ruleByColumn.put(attributes.get(i).column().name(), i);
        }
        List<Property> properties = definition.properties();
        for (int i = 0; i < properties.size(); i++) {
            int rule = attributes.size() + i;
            properties.get(i).columns().forEach(column -> ruleByColumn.put(column.name(), rule));
            properties.get(i).since().ifPresent(column -> ruleByColumn.put(column.name(), rule));
        }
    }

    /** All rules in the order of their columns. */
    static List<Rule> of(TwinDefinition definition, Memory.Builder memory) {
        Rules rules = new Rules(definition, memory);
        List<Rule> made = new ArrayList<>();
        definition.attributes().forEach(attribute -> made.add(rules.rule(attribute, made.size())));
        definition.properties().forEach(property -> made.add(rules.rule(property, made.size())));
        return List.copyOf(made);
    }

    /** The same rules in the order of their dependencies. */
    static List<Rule> inEvaluationOrder(TwinDefinition definition, List<Rule> rules) {
        int attributes = definition.attributes().size();
        List<Rule> ordered = new ArrayList<>(rules.subList(0, attributes));
        for (Property property : definition.evaluationOrder()) {
            ordered.add(rules.get(attributes + definition.properties().indexOf(property)));
        }
        return List.copyOf(ordered);
    }

    private Rule rule(Attribute attribute, int index) {
        Rule.Place place = new Rule.Place(memory, StateMeanings.of(attribute), attribute.name(), index);
        List<Layout.Slot> columns = List.of(attribute.column());
        Rule.Parts parts = new Rule.Parts(
                null,
                new SimpleReductions.Last(attribute.expr()),
                null,
                null,
                null,
                new Emission(new Emit.OnChange(), columns, false, place));
        return new Rule(
                place,
                parts,
                columns,
                new Rule.Since(null, null),
                inputs(Set.of(attribute.expr()), attribute.streams()));
    }

    private Rule rule(Property property, int index) {
        Rule.Place place = new Rule.Place(memory, StateMeanings.of(property), property.name(), index);
        Set<Formula> formulas = new HashSet<>(property.reducer().match(new ReducerFormulas()));
        property.when().ifPresent(formulas::add);
        Stages stages = new Stages(property, place);
        return new Rule(
                place, stages.parts(), property.columns(), stages.since(), inputs(formulas, property.streams()));
    }

    private Rule.Inputs inputs(Set<Formula> formulas, Set<Integer> allStreams) {
        Set<Integer> fields = new HashSet<>();
        Set<Integer> rules = new HashSet<>();
        for (Formula formula : formulas) {
            for (Reference reference : formula.reads()) {
                if (reference instanceof Reference.Telemetry telemetry) {
                    fields.add(telemetry.stream());
                } else if (reference instanceof Reference.State state && !state.previous()) {
                    Optional.ofNullable(ruleByColumn.get(state.column())).ifPresent(rules::add);
                }
            }
        }
        return new Rule.Inputs(definition.streams().size(), fields.isEmpty() ? allStreams : fields, rules);
    }

    /** A duration in microseconds, 0 if there is none. */
    static long micros(Optional<Duration> duration) {
        return duration.map(Times::micros).orElse(0L);
    }
}
