package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.Iterator;

/**
 * Rows of one schema, batch by batch. A batch is the caller's until the next call. Who opens closes: a scan that is
 * not read to its end holds threads and open files until then.
 */
public interface RowBatches extends Iterator<RowBatch>, AutoCloseable {

    /** The columns of every batch. */
    Schema schema();

    @Override
    void close();

    /** A batch that is there already. */
    static RowBatches of(RowBatch batch) {
        return new RowBatches() {
            private boolean given = batch.rows() == 0;

            @Override
            public Schema schema() {
                return batch.schema();
            }

            @Override
            public boolean hasNext() {
                return !given;
            }

            @Override
            public RowBatch next() {
                if (given) {
                    throw new java.util.NoSuchElementException("there was one batch");
                }
                given = true;
                return batch;
            }

            @Override
            public void close() {}
        };
    }
}
