package io.twinlake.ingest;

import io.twinlake.format.RowBatch;

/** Whole records of one file of a source partition, not decoded yet. */
sealed interface Chunk {

    /** One method a case. */
    interface Cases<R> {
        R text(Text chunk);

        R rows(Rows chunk);

        R oversize(Oversize chunk);

        R torn(Torn chunk);
    }

    <R> R match(Cases<R> cases);

    /** The file's name, as the partition knows it. */
    String file();

    /** Where the first record begins in the file. */
    long position();

    /**
     * Records as text, each ended by a newline but perhaps the last.
     *
     * @param data the bytes from {@code from} to {@code to} belong to this chunk alone
     */
    record Text(String file, TextFormat format, byte[] data, int from, int to, long position) implements Chunk {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** Rows of a Parquet file; the batch belongs to this chunk alone. */
    record Rows(String file, RowBatch batch, long position) implements Chunk {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.rows(this);
        }
    }

    /**
     * One record whose first line is longer than a record may be.
     *
     * @param length of that line, its newline included
     * @param begin as many of its first bytes as are kept
     * @param line its first and last bytes
     */
    record Oversize(String file, TextFormat format, long position, long length, byte[] begin, Passed line)
            implements Chunk {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.oversize(this);
        }
    }

    /**
     * One record that is no whole line, and never an event.
     *
     * @param data the bytes from {@code from} to {@code to} belong to this chunk alone
     * @param detail why it is none
     */
    record Torn(String file, byte[] data, int from, int to, long position, String detail) implements Chunk {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.torn(this);
        }
    }
}
