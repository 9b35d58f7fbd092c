package io.twinlake.server;

/** How rows come out. */
enum RowFormat {
    TABLE(new TextTable()),
    CSV(new CsvRows()),
    JSON(new JsonLines()),
    PARQUET(new ParquetRows());

    private final RowWriter writer;

    RowFormat(RowWriter writer) {
        this.writer = writer;
    }

    RowWriter writer() {
        return writer;
    }

    /** Whether it is bytes that a terminal should not get. */
    boolean isBinary() {
        return this == PARQUET;
    }
}
