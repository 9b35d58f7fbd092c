package io.twinlake.format;

import org.apache.parquet.column.ColumnReader;

/** Takes the value at which a column reader stands, as the wanted type. */
@FunctionalInterface
interface Conversion {

    /** @throws ArithmeticException telling the value, if the wanted type has none such */
    void append(ColumnReader from, ColumnVector to);
}
