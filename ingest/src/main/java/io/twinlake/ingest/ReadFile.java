package io.twinlake.ingest;

import java.util.Optional;

/**
 * What a partition has consumed of one of its files.
 *
 * @param file its name now, as {@link SourcePosition.InFile} has it
 * @param begunAs its name when it was begun, by which the order of files goes
 * @param line records consumed
 * @param position bytes (of the text, decompressed) or rows (Parquet) consumed; {@link #UNKNOWN} where an older release
 *     kept the name alone
 * @param proof of what was consumed
 * @param size of the file when it was last read to its end, or {@link #UNKNOWN}: a hint that spares opening it
 * @param modified the store's time then, microseconds from 1970 UTC, or {@link #UNKNOWN}
 */
record ReadFile(
        String file, String begunAs, long line, long position, Optional<Proof> proof, long size, long modified) {

    static final long UNKNOWN = -1;

    /** A file of which nothing is consumed. */
    static ReadFile begun(String file) {
        return new ReadFile(file, file, 0, 0, Optional.empty(), UNKNOWN, UNKNOWN);
    }

    /** A file that an older release had begun before another one. */
    static ReadFile ofName(String file) {
        return new ReadFile(file, file, 0, UNKNOWN, Optional.empty(), UNKNOWN, UNKNOWN);
    }

    ReadFile named(String other) {
        return new ReadFile(other, begunAs, line, position, proof, size, modified);
    }

    ReadFile consumedTo(SourcePosition.InFile at) {
        return new ReadFile(file, begunAs, at.line(), at.position(), at.proof(), UNKNOWN, UNKNOWN);
    }

    ReadFile endedAt(long endSize, long endModified) {
        return new ReadFile(file, begunAs, line, position, proof, endSize, endModified);
    }

    SourcePosition.InFile place() {
        return new SourcePosition.InFile(file, line, Math.max(0, position), proof);
    }
}
