package io.twinlake.spark;

import io.twinlake.format.DeletionVector;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The batches of a file without its deleted rows. One column says where each row is in the file. */
final class LiveBatches implements PartitionReader<ColumnarBatch> {

    private final PartitionReader<ColumnarBatch> batches;
    private final DeletionVector deleted;
    private final int positionColumn;
    private int[] live = new int[0];

    LiveBatches(PartitionReader<ColumnarBatch> batches, DeletionVector deleted, int positionColumn) {
        this.batches = batches;
        this.deleted = deleted;
        this.positionColumn = positionColumn;
    }

    @Override
    public boolean next() throws IOException {
        while (batches.next()) {
            live = live(batches.get());
            if (live.length > 0) {
                return true;
            }
        }
        return false;
    }

    /** Batches follow a file's rows, but have gaps where pages were skipped. */
    private int[] live(ColumnarBatch batch) {
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
    public ColumnarBatch get() {
        ColumnarBatch batch = batches.get();
        if (live.length == batch.numRows()) {
            return batch;
        }
        ColumnVector[] picked = IntStream.range(0, batch.numCols())
                .mapToObj(column -> new PickedVector(batch.column(column), live))
                .toArray(ColumnVector[]::new);
        return new ColumnarBatch(picked, live.length);
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return batches.currentMetricsValues();
    }

    @Override
    public void close() throws IOException {
        batches.close();
    }
}
