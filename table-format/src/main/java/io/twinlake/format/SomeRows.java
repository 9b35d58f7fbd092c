package io.twinlake.format;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.jspecify.annotations.Nullable;

/** Reads some rows of a row group, whatever pages they are in. */
final class SomeRows {

    private SomeRows() {}

    /** @param rows positions in their row group, in order */
    static RowRanges ranges(long... rows) {
        return RowRanges.create(
                rows[rows.length - 1] + 1, IntStream.range(0, rows.length).iterator(), new OneRowPages(rows));
    }

    /** The pages that hold these rows, or null if there are no rows. */
    static @Nullable PageReadStore read(ParquetFileReader file, int group, RowRanges rows) throws IOException {
        return file.readFilteredRowGroup(group, withoutLoneEnd(rows));
    }

    /**
     * These rows, and the one before the last if that has no neighbour. parquet-java 1.17 takes the next position while it
     * is still in the page of the one before; if it was the last position, it believes to be at the end and gives a row of
     * that page instead of going on to the next (issue 3747 of parquet-java).
     */
    private static RowRanges withoutLoneEnd(RowRanges rows) {
        List<RowRanges.Range> ranges = rows.getRanges();
        if (ranges.size() < 2) {
            return rows;
        }
        RowRanges.Range last = ranges.get(ranges.size() - 1);
        return last.from == last.to ? RowRanges.union(rows, ranges(last.from - 1, last.to)) : rows;
    }

    /** Says of each row that it is a page of its own. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OneRowPages(long[] rows) implements OffsetIndex {
        @Override
        public int getPageCount() {
            return rows.length;
        }

        @Override
        public long getOffset(int page) {
            throw new UnsupportedOperationException("rows are picked by number, not by offset");
        }

        @Override
        public int getCompressedPageSize(int page) {
            throw new UnsupportedOperationException("rows are picked by number, not by size");
        }

        @Override
        public long getFirstRowIndex(int page) {
            return rows[page];
        }

        @Override
        public long getLastRowIndex(int page, long rowCount) {
            return rows[page];
        }
    }
}
