package io.twinlake.spark;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The batches of a file without the rows that a filter leaves out, which are not copied. */
final class FilteredBatches implements PartitionReader<ColumnarBatch> {

    private final PartitionReader<ColumnarBatch> batches;
    private final RowFilter filter;
    private int[] kept = new int[0];

    FilteredBatches(PartitionReader<ColumnarBatch> batches, RowFilter filter) {
        this.batches = batches;
        this.filter = filter;
    }

    @Override
    public boolean next() throws IOException {
        while (batches.next()) {
            kept = filter.kept(batches.get());
            if (kept.length > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ColumnarBatch get() {
        ColumnarBatch batch = batches.get();
        if (kept.length == batch.numRows()) {
            return batch;
        }
        ColumnVector[] picked = IntStream.range(0, batch.numCols())
                .mapToObj(column -> new PickedVector(batch.column(column), kept))
                .toArray(ColumnVector[]::new);
        return new ColumnarBatch(picked, kept.length);
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
