package io.twinlake.ingest;

import java.util.List;

/**
 * How the events of one stream are decoded: for which definitions, with which privacy.
 *
 * @param stream its name, as sources are bound to it
 */
record StreamPlan(String stream, List<Binding> bindings, PrivacyFilter privacy) {
    StreamPlan {
        bindings = List.copyOf(bindings);
    }
}
