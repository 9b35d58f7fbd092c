package io.twinlake.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Which rows of a data file are a reader's. It is asked for batches or for rows, by the way that Spark reads. */
sealed interface RowFilter permits LiveRows, RowsOfTimes {

    /** The positions of the kept rows within the batch, ascending. */
    int[] kept(ColumnarBatch batch);

    boolean keeps(InternalRow row);
}
