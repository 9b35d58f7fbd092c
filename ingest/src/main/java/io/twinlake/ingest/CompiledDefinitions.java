package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.TwinDefinition;
import io.twinlake.twin.TwinModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The definitions that a pipeline runs at one time, compiled, and what they make of each stream. */
final class CompiledDefinitions {

    private final List<TwinModel> models;
    private final long[] greatestLateness;
    private final Map<String, StreamPlan> plans = new LinkedHashMap<>();

    /** @param variables the value of an environment variable, where keys of privacy are */
    CompiledDefinitions(List<TwinDefinition> definitions, Function<String, Optional<String>> variables) {
        this.models = definitions.stream().map(TwinModel::compile).toList();
        this.greatestLateness = definitions.stream()
                .mapToLong(definition -> definition.streams().stream()
                        .mapToLong(stream -> Clocks.micros(stream.time().lateness()))
                        .max()
                        .orElse(0))
                .toArray();
        Map<String, List<Binding>> byStream = new LinkedHashMap<>();
        for (int i = 0; i < definitions.size(); i++) {
            TwinDefinition definition = definitions.get(i);
            for (int stream = 0; stream < definition.streams().size(); stream++) {
                String name = definition.streams().get(stream).stream();
                byStream.computeIfAbsent(name, any -> new ArrayList<>()).add(new Binding(i, stream, definition));
            }
        }
        byStream.forEach((name, bindings) -> {
            List<StreamDefinition> streams =
                    bindings.stream().map(Binding::streamDefinition).toList();
            plans.put(name, new StreamPlan(name, bindings, PrivacyFilter.of(streams, variables)));
        });
    }

    List<TwinModel> models() {
        return models;
    }

    int size() {
        return models.size();
    }

    TwinDefinition definition(int index) {
        return models.get(index).definition();
    }

    /** The names under which tables, records and dead letters know the definitions. */
    String nameOf(int index) {
        return definition(index).table().qualifiedName();
    }

    /** The lateness of a stream in a definition, microseconds; the greatest of its streams if it does not read that one. */
    long latenessMicros(int definition, String stream) {
        return definition(definition).streams().stream()
                .filter(some -> some.stream().equals(stream))
                .mapToLong(some -> Clocks.micros(some.time().lateness()))
                .findFirst()
                .orElse(greatestLateness[definition]);
    }

    /** How long a definition's timers wait, microseconds. */
    long greatestLatenessMicros(int definition) {
        return greatestLateness[definition];
    }

    List<String> streams() {
        return List.copyOf(plans.keySet());
    }

    StreamPlan plan(String stream) {
        StreamPlan plan = plans.get(stream);
        if (plan == null) {
            throw new IllegalArgumentException("no definition reads a stream '" + stream + "'; the definitions read "
                    + String.join(", ", plans.keySet()) + ": write the source as STREAM=URI with one of these");
        }
        return plan;
    }
}
