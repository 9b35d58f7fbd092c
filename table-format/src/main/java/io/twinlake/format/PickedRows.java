package io.twinlake.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.jspecify.annotations.Nullable;

/**
 * Gives of each row group the pages that hold picked rows, and no row group without any. Each run of rows next to each
 * other is read by itself: where a reader of a column is to leap from within one page into another, parquet-java's gives
 * the row after the one before. Where there are many runs, the row group is read whole.
 */
final class PickedRows implements DataFileReader.RowGroups {

    private static final int MOST_RUNS = 64;

    private final long[] positions;
    private final Deque<RowRanges> runs = new ArrayDeque<>();
    private int group = -1;
    private long firstRow;

    /** @param positions in the file, in order */
    PickedRows(long[] positions) {
        this.positions = positions;
    }

    @Override
    public @Nullable PageReadStore next(ParquetFileReader file) throws IOException {
        while (runs.isEmpty() && group + 1 < file.getRowGroups().size()) {
            BlockMetaData block = file.getRowGroups().get(++group);
            long[] picked = inGroup(firstRow, firstRow + block.getRowCount());
            firstRow += block.getRowCount();
            runs(picked, block.getRowCount());
            if (runs.size() > MOST_RUNS || (!runs.isEmpty() && !isIndexed(block))) {
                runs.clear();
                return file.readRowGroup(group);
            }
        }
        return runs.isEmpty() ? null : file.readFilteredRowGroup(group, runs.remove());
    }

    private void runs(long[] rows, long rowCount) {
        int from = 0;
        for (int to = 1; to <= rows.length; to++) {
            if (to == rows.length || rows[to] != rows[to - 1] + 1) {
                var run = new OneRange(rows[from], rows[to - 1]);
                runs.add(RowRanges.create(rowCount, IntStream.of(0).iterator(), run));
                from = to;
            }
        }
    }

    private long[] inGroup(long from, long to) {
        long[] picked = Arrays.copyOfRange(positions, lowerBound(from), lowerBound(to));
        for (int i = 0; i < picked.length; i++) {
            picked[i] -= from;
        }
        return picked;
    }

    private int lowerBound(long position) {
        int found = Arrays.binarySearch(positions, position);
        return found >= 0 ? found : -found - 1;
    }

    static boolean isIndexed(BlockMetaData block) {
        return block.getColumns().stream()
                .map(ColumnChunkMetaData::getOffsetIndexReference)
                .allMatch(index -> index != null);
    }

    /** Says of rows next to each other that they are a page. */
    private record OneRange(long first, long last) implements OffsetIndex {
        @Override
        public int getPageCount() {
            return 1;
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
            return first;
        }

        @Override
        public long getLastRowIndex(int page, long rowCount) {
            return last;
        }
    }
}
