package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Runs splits one after the other in the caller's thread. */
final class LocalScan implements RowBatches {

    private final Iterator<Split> splits;
    private final Schema schema;
    private Optional<SplitRows> open = Optional.empty();

    private LocalScan(List<Split> splits, Schema schema) {
        this.splits = splits.iterator();
        this.schema = schema;
    }

    static RowBatches open(List<Split> splits, Schema schema, ReadOptions options) {
        return options.parallelFiles() == 1 || splits.size() < 2
                ? new LocalScan(splits, schema)
                : new ParallelScan(splits, schema, options.parallelFiles());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        while (open.isEmpty() || !open.get().hasNext()) {
            close();
            if (!splits.hasNext()) {
                return false;
            }
            open = Optional.of(SplitRows.open(splits.next(), schema));
        }
        return true;
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        return open.orElseThrow().next();
    }

    @Override
    public void close() {
        open.ifPresent(SplitRows::close);
        open = Optional.empty();
    }
}
