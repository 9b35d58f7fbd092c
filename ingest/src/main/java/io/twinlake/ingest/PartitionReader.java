package io.twinlake.ingest;

import java.util.Optional;

/** Reads one source partition forward from an offset. For one thread at a time. */
interface PartitionReader extends AutoCloseable {

    /** The next records; empty where there are none now: at the end of a bounded source, or until more has come. */
    Optional<Chunk> next();

    @Override
    void close();
}
