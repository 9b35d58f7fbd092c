package io.twinlake.format;

/**
 * How data files are written.
 *
 * @param codec of pages
 * @param rowGroupBytes a row group is closed when its encoded columns reach this size
 * @param statisticsColumns of how many leaf columns, from the first, the log gets statistics (Delta's
 *     dataSkippingNumIndexedCols)
 */
public record DataFileOptions(Codec codec, long rowGroupBytes, int statisticsColumns) {

    /** Compression of pages. */
    public enum Codec {
        UNCOMPRESSED,
        SNAPPY,
        ZSTD
    }

    public static DataFileOptions defaults() {
        return new DataFileOptions(Codec.ZSTD, 128L << 20, 32);
    }

    public DataFileOptions withCodec(Codec other) {
        return new DataFileOptions(other, rowGroupBytes, statisticsColumns);
    }
}
