package io.twinlake.ingest;

/**
 * How far a source partition is consumed: where its next record begins.
 *
 * @param record records before it in the partition, over all files; what rows and dead letters call the source offset
 * @param file the file it is in, as the partition names it; empty before the first
 * @param line records before it in that file
 * @param position where it begins in that file: bytes (of the text, decompressed) or rows (Parquet)
 */
public record Offset(long record, String file, long line, long position) {

    /** Before the first record. */
    public static final Offset START = new Offset(0, "", 0, 0);

    public Offset {
        if (record < 0 || line < 0 || position < 0) {
            throw new IllegalArgumentException("not an offset: record " + record + ", line " + line + ", position "
                    + position + "; none may be negative");
        }
    }

    /** The offset behind {@code records} more records of {@code chunkFile}, which end at {@code end}. */
    Offset advancedTo(String chunkFile, long records, long end) {
        long before = chunkFile.equals(file) ? line : 0;
        return new Offset(record + records, chunkFile, before + records, end);
    }
}
