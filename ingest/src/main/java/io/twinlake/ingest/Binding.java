package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.StreamDefinition.Reorder;
import io.twinlake.twin.TwinDefinition;

/**
 * A definition that reads a stream.
 *
 * @param definition its index among the pipeline's definitions
 * @param stream the stream's index in that definition
 */
record Binding(int definition, int stream, TwinDefinition twin) {

    StreamDefinition streamDefinition() {
        return twin.streams().get(stream);
    }

    /** Whether its events are applied as they come to twins that have held events of other streams. */
    boolean passesHeld() {
        return streamDefinition().time().reorder() == Reorder.ARRIVAL
                && twin.streams().stream().anyMatch(of -> of.time().reorder() == Reorder.WITHIN_LATENESS);
    }
}
