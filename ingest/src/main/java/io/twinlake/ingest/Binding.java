package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
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
}
