package io.twinlake.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a new table is given unless its properties say otherwise: times in its commits, and room for metadata domains. */
final class NewTable {

    private NewTable() {}

    /** Features that no reader must know, beyond those that schema and properties need. */
    static Set<TableFeature> features(Optional<Action.Metadata> metadata) {
        boolean timed = metadata.filter(table -> table.properties().inCommitTimestamps())
                .isPresent();
        return timed ? Set.of(TableFeature.IN_COMMIT_TIMESTAMP, TableFeature.DOMAIN_METADATA) : Set.of();
    }

    static Action.Metadata withDefaults(Action.Metadata metadata) {
        Map<String, String> configuration = new HashMap<>(metadata.configuration());
        configuration.putIfAbsent(TableProperties.IN_COMMIT_TIMESTAMPS, "true");
        return metadata.withConfiguration(configuration);
    }
}
