package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.stream.IntStream;

/** The first rows of others; what they have open is closed with this. */
final class LimitedRows implements RowBatches {

    private final RowBatches rows;
    private long left;

    LimitedRows(RowBatches rows, long limit) {
        this.rows = rows;
        this.left = limit;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public boolean hasNext() {
        return left > 0 && rows.hasNext();
    }

    @Override
    public RowBatch next() {
        RowBatch batch = rows.next();
        if (batch.rows() > left) {
            batch = batch.select(IntStream.range(0, (int) left).toArray());
        }
        left -= batch.rows();
        return batch;
    }

    @Override
    public void close() {
        rows.close();
    }
}
