package io.twinlake.ingest;

import java.util.Optional;

/** Reads one source partition forward from an offset. For one thread at a time. */
interface PartitionReader extends AutoCloseable {

    /** What comes next; empty where there is nothing now: at the end of a bounded source, or until more has come. */
    Optional<Portion> next();

    @Override
    void close();
}
