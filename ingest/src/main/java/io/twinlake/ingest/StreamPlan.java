package io.twinlake.ingest;

import io.twinlake.twin.StreamText;
import java.util.List;

/**
 * How the events of one stream are decoded: for which definitions, with which privacy.
 *
 * @param stream its name, as sources are bound to it
 */
record StreamPlan(String stream, List<Binding> bindings, PrivacyFilter privacy) {
    StreamPlan {
        bindings = List.copyOf(bindings);
        StreamText first = bindings.get(0).streamDefinition().text();
        for (Binding binding : bindings) {
            if (!binding.streamDefinition().text().equals(first)) {
                throw new IllegalArgumentException(
                        "definitions " + bindings.get(0).twin().name() + " and "
                                + binding.twin().name() + " read stream '" + stream
                                + "' as text of different kinds; give both the same encoding, max_record_bytes and csv");
            }
        }
    }

    /** How its events are written. */
    StreamText text() {
        return bindings.get(0).streamDefinition().text();
    }
}
