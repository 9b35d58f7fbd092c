package io.twinlake.twin;

import java.util.HashMap;
import java.util.Map;

/** What the values of a state mean: name, type and reducer with its formulas, not the modifiers. */
final class StateMeanings {

    private final Map<Layout.Slot, String> bySlot = new HashMap<>();

    StateMeanings(TwinDefinition definition) {
        definition.attributes().forEach(attribute -> bySlot.put(attribute.column(), of(attribute)));
        definition.properties().forEach(property -> {
            property.columns().forEach(column -> bySlot.put(column, of(property)));
            property.since().ifPresent(column -> bySlot.put(column, of(property)));
        });
    }

    String of(Layout.Slot slot) {
        return bySlot.getOrDefault(slot, "state");
    }

    static String of(Attribute attribute) {
        return attribute.name() + " " + attribute.type().word() + " " + attribute.expr();
    }

    static String of(Property property) {
        return property.name() + " " + property.type().word() + " " + property.reducer();
    }
}
