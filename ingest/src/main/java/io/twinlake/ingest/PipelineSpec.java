package io.twinlake.ingest;

import io.twinlake.twin.TwinDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a pipeline is to do.
 *
 * @param name under which it goes on after a restart
 * @param definitions of the twins it runs, each with a table of its own
 * @param sources of the streams that the definitions read
 */
public record PipelineSpec(
        String name, List<TwinDefinition> definitions, List<EventSource> sources, PipelineOptions options) {

    public PipelineSpec {
        definitions = List.copyOf(definitions);
        sources = List.copyOf(sources);
        if (definitions.isEmpty() || sources.isEmpty()) {
            throw new IllegalArgumentException("pipeline '" + name + "' has " + definitions.size() + " definitions and "
                    + sources.size() + " sources; expected one or more of each");
        }
        Set<String> tables = new HashSet<>();
        for (TwinDefinition definition : definitions) {
            if (!tables.add(definition.table().qualifiedName())) {
                throw new IllegalArgumentException("two definitions of pipeline '" + name + "' write table "
                        + definition.table().qualifiedName() + "; give one of them another table");
            }
        }
    }

    /** A pipeline named for its definitions. */
    public static PipelineSpec of(
            List<TwinDefinition> definitions, List<EventSource> sources, PipelineOptions options) {
        return new PipelineSpec(defaultName(definitions), definitions, sources, options);
    }

    /** The definitions' names, joined by hyphens. */
    public static String defaultName(List<TwinDefinition> definitions) {
        return definitions.stream().map(TwinDefinition::name).collect(Collectors.joining("-"));
    }
}
