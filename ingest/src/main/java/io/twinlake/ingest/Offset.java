package io.twinlake.ingest;

import java.util.Optional;

/**
 * How far a source partition is consumed: where its next record begins.
 *
 * @param record records before it in the partition, over all files; what rows and dead letters call the source offset
 * @param position where that is in the source
 */
public record Offset(long record, SourcePosition position) {

    /** Before the first record. */
    public static final Offset START = new Offset(0, new SourcePosition.Start());

    public Offset {
        if (record < 0) {
            throw new IllegalArgumentException("not an offset: record " + record + "; expected 0 or more");
        }
    }

    /** The place in a file, if it is in one. */
    public Optional<SourcePosition.InFile> inFile() {
        return position instanceof SourcePosition.InFile in ? Optional.of(in) : Optional.empty();
    }
}
