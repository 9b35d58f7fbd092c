package io.twinlake.spark;

import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** The rows of a file without those that a filter leaves out. */
record FilteredInternalRows(PartitionReader<InternalRow> rows, RowFilter filter)
        implements PartitionReader<InternalRow> {

    @Override
    public boolean next() throws IOException {
        while (rows.next()) {
            if (filter.keeps(rows.get())) {
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
