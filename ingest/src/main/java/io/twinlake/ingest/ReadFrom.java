package io.twinlake.ingest;

import java.util.Optional;

/**
 * Which part of a file is read.
 *
 * @param position where it begins: bytes (of the text, decompressed) or rows (Parquet)
 * @param begun whether records before that were consumed, not only a header
 * @param proof of what is before that; compared where there is one
 * @param limit where it ends at the latest; {@link Long#MAX_VALUE} for the file's end
 */
record ReadFrom(long position, boolean begun, Optional<Proof> proof, long limit) {

    /** What is behind a position, which is that of a record. */
    static ReadFrom at(long position, Optional<Proof> proof) {
        return new ReadFrom(position, position > 0, proof, Long.MAX_VALUE);
    }

    /** The same, and it ends there. */
    ReadFrom upTo(long end) {
        return new ReadFrom(position, begun, proof, end);
    }

    /** The same, behind a header that ends there. */
    ReadFrom behind(long header) {
        return new ReadFrom(Math.max(position, header), begun, proof, limit);
    }
}
