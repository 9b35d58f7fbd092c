package io.twinlake.twin;

import java.util.Optional;
import java.util.Set;

/**
 * A slowly changing fact: the newest value of its formula that is not null.
 *
 * @param streams indexes of the streams whose events touch it
 * @param column its value in {@link TwinDefinition#stateLayout}
 */
public record Attribute(
        String name, ValueType type, Formula expr, Optional<String> unit, Set<Integer> streams, Layout.Slot column) {

    public Attribute {
        streams = Set.copyOf(streams);
    }
}
