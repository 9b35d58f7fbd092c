package io.twinlake.server;

/** How rows come out. */
enum RowFormat {
    TABLE,
    CSV,
    JSON,
    PARQUET;

    RowWriter writer() {
        return switch (this) {
            case TABLE -> new TextTable();
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
