package io.twinlake.server;

import java.util.Locale;

/** How rows come out. */
enum RowFormat {
    TABLE,
    CSV,
    JSON,
    PARQUET;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    RowWriter writer() {
        return switch (this) {
            case TABLE -> TextTable.cut();
            case CSV -> new CsvRows();
            case JSON -> new JsonLines();
            case PARQUET -> new ParquetRows();
        };
    }

    /** Whether it is bytes that a terminal should not get. */
    boolean isBinary() {
        return this == PARQUET;
    }
}
