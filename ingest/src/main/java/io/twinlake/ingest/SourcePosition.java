package io.twinlake.ingest;

import java.util.Optional;

/** Where a partition is in its source. Each kind of source has its own. */
public sealed interface SourcePosition {

    /** One method a case. */
    interface Cases<R> {
        R start();

        R inFile(InFile position);

        R counted(Counted position);
    }

    <R> R match(Cases<R> cases);

    /** Before the first record. */
    record Start() implements SourcePosition {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.start();
        }
    }

    /**
     * In a file.
     *
     * @param file as the partition names it: relative to its folder, or as a whole URI where it is elsewhere
     * @param line records before it in that file
     * @param position where the next one begins: bytes (of the text, decompressed) or rows (Parquet)
     * @param proof what was consumed of the file; none in what an older release wrote
     */
    record InFile(String file, long line, long position, Optional<Proof> proof) implements SourcePosition {
        public InFile {
            if (line < 0 || position < 0) {
                throw new IllegalArgumentException("not a position in " + file + ": line " + line + ", position "
                        + position + "; none may be negative");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.inFile(this);
        }
    }

    /**
     * In a source that knows its records by their number alone.
     *
     * @param bytes of the records before
     */
    record Counted(long bytes) implements SourcePosition {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.counted(this);
        }
    }
}
