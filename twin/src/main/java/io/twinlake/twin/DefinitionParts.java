package io.twinlake.twin;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a definition says of its twins, part by part, in words that are the same where it means the same. */
record DefinitionParts(Map<String, String> words) {

    static DefinitionParts of(TwinDefinition definition) {
        Map<String, String> words = new LinkedHashMap<>();
        for (StreamDefinition stream : definition.streams()) {
            words.merge("key", stream.name() + stream.key() + stream.require(), String::concat);
            StreamDefinition.Time time = stream.time();
            words.merge(
                    "time",
                    stream.name()
                            + time.eventTime().formula()
                            + time.lateness()
                            + time.idleAfter()
                            + time.reorder()
                            + time.late()
                            + time.maxFutureSkew(),
                    String::concat);
        }
        words.put("expiry", definition.expiry().toString());
        definition
                .attributes()
                .forEach(attribute -> words.put("'" + attribute.name() + "'", StateMeanings.of(attribute)));
        definition
                .properties()
                .forEach(property ->
                        words.put("'" + property.name() + "'", StateMeanings.of(property) + property.modifiers()));
        return new DefinitionParts(words);
    }

    List<String> changedSince(DefinitionParts before) {
        Set<String> all = new LinkedHashSet<>(words.keySet());
        all.addAll(before.words.keySet());
        return all.stream()
                .filter(part -> !Objects.equals(words.get(part), before.words.get(part)))
                .toList();
    }
}
