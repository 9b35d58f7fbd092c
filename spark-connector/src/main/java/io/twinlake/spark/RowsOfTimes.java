package io.twinlake.spark;

import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** The rows of a file whose event time, in that column, is in a range. */
record RowsOfTimes(EventTimes times, int column, EventTimeType type) implements RowFilter {

    @Override
    public int[] kept(ColumnarBatch batch) {
        ColumnVector values = batch.column(column);
        return IntStream.range(0, batch.numRows())
                .filter(row -> values.isNullAt(row) ? times.withNulls() : times.contains(type.of(values, row)))
                .toArray();
    }

    @Override
    public boolean keeps(InternalRow row) {
        return row.isNullAt(column) ? times.withNulls() : times.contains(type.of(row, column));
    }
}
