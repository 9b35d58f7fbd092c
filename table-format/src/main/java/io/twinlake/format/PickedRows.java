package io.twinlake.format;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/** Gives of each row group the pages that hold picked rows, and no row group without any. */
final class PickedRows implements DataFileReader.RowGroups {

    private final long[] positions;
    private int nextGroup;
    private long firstRow;

    /** @param positions in the file, in order */
    PickedRows(long[] positions) {
        this.positions = positions;
    }

    @Override
    public @Nullable PageReadStore next(ParquetFileReader file) throws IOException {
        while (nextGroup < file.getRowGroups().size()) {
            int group = nextGroup++;
            BlockMetaData block = file.getRowGroups().get(group);
            long[] picked = inGroup(firstRow, firstRow + block.getRowCount());
            firstRow += block.getRowCount();
            if (picked.length > 0) {
                return isIndexed(block)
                        ? SomeRows.read(file, group, SomeRows.ranges(picked))
                        : file.readRowGroup(group);
            }
        }
        return null;
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
}
