package io.twinlake.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit changes of the table itself.
 *
 * @param metadata as the caller wants it; {@link CommitDraft} completes it for a version
 * @param restores whether {@code metadata} is that of an earlier version, which need not follow from the present one
 * @param origin the state of the table that this one is a clone of
 * @param clustering the new clustering columns; an empty list ends clustering
 * @param domains by name
 */
record TableChange(
        Optional<Action.Metadata> metadata,
        boolean restores,
        Optional<TableState> origin,
        Optional<List<String>> clustering,
        Map<String, Action.DomainMetadata> domains) {

    TableChange {
        clustering = clustering.map(List::copyOf);
        domains = Collections.unmodifiableMap(new LinkedHashMap<>(domains));
    }
}
