package io.twinlake.format;

/**
 * How data files are written.
 *
 * @param codec of pages
 * @param rowGroupBytes a row group is closed when its encoded columns reach this size; it is held in memory until then
 * @param pageRows a page ends at about this many rows, so that the page index can skip in pieces that are worth it
 * @param indexedColumns of which leaf columns the log gets statistics
 * @param mapping how the columns are called in the file and its statistics
 * @param memoryBytes what of a file is beyond this size goes to a temporary local file until it is put
 */
public record DataFileOptions(
        Codec codec,
        long rowGroupBytes,
        int pageRows,
        IndexedColumns indexedColumns,
        ColumnMapping mapping,
        int memoryBytes) {

    /** Compression of pages. */
    public enum Codec {
        UNCOMPRESSED,
        SNAPPY,
        ZSTD
    }

    public DataFileOptions {
        if (rowGroupBytes <= 0 || pageRows <= 0 || memoryBytes <= 0) {
            throw new IllegalArgumentException("rowGroupBytes is " + rowGroupBytes + ", pageRows " + pageRows
                    + ", memoryBytes " + memoryBytes + "; expected more than 0");
        }
    }

    /** ZSTD; row groups of 8 MiB, so that a lookup can get all its pages of one with one request. */
    public static DataFileOptions defaults() {
        return new DataFileOptions(
                Codec.ZSTD, 8L << 20, 20_000, IndexedColumns.first(32), ColumnMapping.NONE, 64 << 20);
    }

    public DataFileOptions withCodec(Codec other) {
        return new DataFileOptions(other, rowGroupBytes, pageRows, indexedColumns, mapping, memoryBytes);
    }

    public DataFileOptions withRowGroupBytes(long bytes) {
        return new DataFileOptions(codec, bytes, pageRows, indexedColumns, mapping, memoryBytes);
    }

    public DataFileOptions withPageRows(int rows) {
        return new DataFileOptions(codec, rowGroupBytes, rows, indexedColumns, mapping, memoryBytes);
    }

    public DataFileOptions withIndexedColumns(IndexedColumns columns) {
        return new DataFileOptions(codec, rowGroupBytes, pageRows, columns, mapping, memoryBytes);
    }

    public DataFileOptions withMapping(ColumnMapping other) {
        return new DataFileOptions(codec, rowGroupBytes, pageRows, indexedColumns, other, memoryBytes);
    }

    public DataFileOptions withMemoryBytes(int bytes) {
        return new DataFileOptions(codec, rowGroupBytes, pageRows, indexedColumns, mapping, bytes);
    }
}
