package io.twinlake.spark;

import io.twinlake.format.DeletionVector;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The rows of a file that are not deleted. One column says where each row is in the file. */
record LiveRows(DeletionVector deleted, int positionColumn) implements RowFilter {

    /** Batches follow a file's rows, but have gaps where pages were skipped. */
    @Override
    public int[] kept(ColumnarBatch batch) {
        int rows = batch.numRows();
        ColumnVector positions = batch.column(positionColumn);
        if (rows > 0 && positions.getLong(rows - 1) - positions.getLong(0) == rows - 1) {
            return deleted.live(positions.getLong(0), rows);
        }
        return IntStream.range(0, rows)
                .filter(row -> !deleted.contains(positions.getLong(row)))
                .toArray();
    }

    @Override
    public boolean keeps(InternalRow row) {
        return !deleted.contains(row.getLong(positionColumn));
    }
}
