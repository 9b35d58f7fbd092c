package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.LiveRows;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The matching rows of one file; batches without rows are left out. */
final class SplitRows implements RowBatches {

    private final Split split;
    private final Schema schema;
    private final LiveRows rows;
    private Optional<RowBatch> ready = Optional.empty();

    private SplitRows(Split split, Schema schema, LiveRows rows) {
        this.split = split;
        this.schema = schema;
        this.rows = rows;
    }

    static SplitRows open(Split split, Schema schema) {
        return new SplitRows(split, schema, split.rows());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && rows.hasNext()) {
            RowBatch matching = filtered(rows.next());
            if (matching.rows() > 0) {
                ready = Optional.of(project(matching));
            }
        }
        return ready.isPresent();
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows in " + split.location());
        }
        RowBatch batch = ready.orElseThrow();
        ready = Optional.empty();
        return batch;
    }

    @Override
    public void close() {
        rows.close();
    }

    private RowBatch filtered(RowBatch batch) {
        int[] matching = split.predicate().matching(batch);
        return matching.length == batch.rows() ? batch : batch.select(matching);
    }

    private RowBatch project(RowBatch batch) {
        return RowBatch.of(schema, split.output().stream().map(batch::column).toList(), batch.rows());
    }
}
