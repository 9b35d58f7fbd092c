package io.twinlake.server;

import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.io.OutputStream;

/** Writes rows to a stream in one format, flushing as batches come, and leaves the stream open. */
@FunctionalInterface
interface RowWriter {

    /** Returns the number of rows written. */
    long write(RowBatches rows, OutputStream out) throws IOException;
}
