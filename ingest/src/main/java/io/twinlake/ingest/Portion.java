package io.twinlake.ingest;

import java.util.Map;
import java.util.Optional;

/** What a source partition gives next, in its order. */
sealed interface Portion {

    /** One method a case. */
    interface Cases<R> {
        R records(Records portion);

        R begun(Begun portion);

        R renamed(Renamed portion);

        R ended(Ended portion);
    }

    <R> R match(Cases<R> cases);

    /** Whole records. */
    record Records(Chunk chunk, Place place) implements Portion {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.records(this);
        }
    }

    /** A file is read from its beginning, so that one without any record is known as begun too. */
    record Begun(String file) implements Portion {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.begun(this);
        }
    }

    /**
     * Files have other names now, all at once.
     *
     * @param names the new ones by the old ones
     */
    record Renamed(Map<String, String> names) implements Portion {
        public Renamed {
            names = Map.copyOf(names);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.renamed(this);
        }
    }

    /** A file was read to its end, as long as it had this size and time of its last write (microseconds). */
    record Ended(String file, long size, long modified) implements Portion {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ended(this);
        }
    }

    /** Where records of a chunk end in their source. */
    sealed interface Place {

        /**
         * The position behind a record.
         *
         * @param line records before that position in the file
         * @param end where the record ends in the file
         */
        SourcePosition behind(Chunk chunk, long line, long end);

        /**
         * In a text.
         *
         * @param before what was read of it before the chunk
         */
        record InText(Passed before) implements Place {
            @Override
            public SourcePosition behind(Chunk chunk, long line, long end) {
                Passed passed = before.plus(chunk.match(new Bytes(end - chunk.position())));
                return new SourcePosition.InFile(chunk.file(), line, end, Optional.of(passed.proof()));
            }
        }

        /** In a Parquet file. */
        record InRows(Proof.OfFooter proof) implements Place {
            @Override
            public SourcePosition behind(Chunk chunk, long line, long end) {
                return new SourcePosition.InFile(chunk.file(), line, end, Optional.of(proof));
            }
        }

        /** In a source that knows its records by their number. */
        record ByCount() implements Place {
            @Override
            public SourcePosition behind(Chunk chunk, long line, long end) {
                return new SourcePosition.Counted(end);
            }
        }
    }

    /** So many of a chunk's first bytes, as far as it has them. */
    record Bytes(long length) implements Chunk.Cases<Passed> {
        static final Bytes ALL = new Bytes(Long.MAX_VALUE);

        @Override
        public Passed text(Chunk.Text chunk) {
            return first(chunk.data(), chunk.from(), chunk.to());
        }

        private Passed first(byte[] data, int from, int to) {
            return Passed.NONE.plus(data, from, (int) Math.min(to, length == Long.MAX_VALUE ? to : from + length));
        }

        @Override
        public Passed rows(Chunk.Rows chunk) {
            throw new IllegalStateException("the rows of " + chunk.file() + " are no text");
        }

        @Override
        public Passed oversize(Chunk.Oversize chunk) {
            return chunk.line();
        }

        @Override
        public Passed torn(Chunk.Torn chunk) {
            return first(chunk.data(), chunk.from(), chunk.to());
        }
    }
}
