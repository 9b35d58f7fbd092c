package io.twinlake.format;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** Levels and values of one Parquet column, over all row groups. */
final class LeafReader {

    private final ColumnDescriptor column;
    private final int maxDefinition;
    private @Nullable ColumnReader reader;

    LeafReader(ColumnDescriptor column) {
        this.column = column;
        this.maxDefinition = column.getMaxDefinitionLevel();
    }

    ColumnDescriptor column() {
        return column;
    }

    /** Goes on in a row group. */
    void begin(ColumnReadStore group) {
        reader = group.getColumnReader(column);
    }

    int definition() {
        return reader().getCurrentDefinitionLevel();
    }

    int repetition() {
        return reader().getCurrentRepetitionLevel();
    }

    void skip() {
        reader().consume();
    }

    void read(ColumnVector into, int count, Conversion conversion) {
        ColumnReader from = reader();
        for (int i = 0; i < count; i++) {
            if (from.getCurrentDefinitionLevel() == maxDefinition) {
                conversion.append(from, into);
            } else {
                into.appendNull();
            }
            from.consume();
        }
    }

    private ColumnReader reader() {
        if (reader == null) {
            throw new IllegalStateException("no row group has been begun");
        }
        return reader;
    }
}
