package io.twinlake.format;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.apache.parquet.column.page.PageReadStore;

/** The rows that are read of a row group, in runs without gaps and of bounded length. */
final class RowRuns {

    /** Rows next to each other; {@code first} is a position in the file. */
    record Run(long first, int rows) {}

    static final RowRuns NONE = new RowRuns(java.util.stream.LongStream.empty().iterator(), 0, 1);

    private final PrimitiveIterator.OfLong positions;
    private final long offset;
    private final int limit;
    private long pending = -1;

    private RowRuns(PrimitiveIterator.OfLong positions, long offset, int limit) {
        this.positions = positions;
        this.offset = offset;
        this.limit = limit;
    }

    static RowRuns of(PageReadStore group, int limit) {
        long offset = group.getRowIndexOffset().orElse(0L);
        PrimitiveIterator.OfLong all =
                java.util.stream.LongStream.range(0, group.getRowCount()).iterator();
        return new RowRuns(group.getRowIndexes().orElse(all), offset, limit);
    }

    boolean hasNext() {
        return pending >= 0 || positions.hasNext();
    }

    Run next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        long first = pending >= 0 ? pending : positions.nextLong();
        pending = -1;
        int rows = 1;
        while (rows < limit && positions.hasNext()) {
            long position = positions.nextLong();
            if (position != first + rows) {
                pending = position;
                break;
            }
            rows++;
        }
        return new Run(offset + first, rows);
    }
}
