package io.twinlake.spark;

import io.twinlake.format.DeletionVector;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** The rows of a file without its deleted ones. One column says where each row is in the file. */
record LiveInternalRows(PartitionReader<InternalRow> rows, DeletionVector deleted, int positionColumn)
        implements PartitionReader<InternalRow> {

    @Override
    public boolean next() throws IOException {
        while (rows.next()) {
            if (!deleted.contains(rows.get().getLong(positionColumn))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public InternalRow get() {
        return rows.get();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return rows.currentMetricsValues();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
