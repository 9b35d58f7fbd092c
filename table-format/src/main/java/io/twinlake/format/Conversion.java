package io.twinlake.format;

import org.apache.parquet.column.ColumnReader;

/** Takes the value at which a column reader stands, as the wanted type. */
@FunctionalInterface
interface Conversion {

    void append(ColumnReader from, ColumnVector to);
}
