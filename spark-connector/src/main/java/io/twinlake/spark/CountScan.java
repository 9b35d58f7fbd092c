package io.twinlake.spark;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@code count(*)} of a table, answered by its log: no data file is opened. */
record CountScan(String table, long rowCount) implements LocalScan {

    @Override
    public InternalRow[] rows() {
        return new InternalRow[] {new GenericInternalRow(new Object[] {rowCount})};
    }

    @Override
    public StructType readSchema() {
        return new StructType().add("count(*)", DataTypes.LongType, false);
    }

    @Override
    public String description() {
        return "twinlake " + table + " [count from the log]";
    }
}
