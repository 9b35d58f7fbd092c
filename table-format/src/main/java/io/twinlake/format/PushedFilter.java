package io.twinlake.format;

import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.schema.MessageType;

/** The part of a predicate that Parquet's own statistics can answer, and the columns that it needs. */
record PushedFilter(FilterCompat.Filter compat, Set<ColumnDescriptor> columns) {

    static final PushedFilter NONE = new PushedFilter(FilterCompat.NOOP, Set.of());

    static PushedFilter of(Predicate predicate, Schema wanted, MessageType file) {
        return NONE;
    }
}
