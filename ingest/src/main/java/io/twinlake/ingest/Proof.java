package io.twinlake.ingest;

/**
 * What shows that a file is the one that was read: compared whenever it is opened again. Hashes are SHA-256, in lower-case
 * hexadecimal. A file of which nothing was consumed has none.
 */
public sealed interface Proof {

    /** One method a case. */
    interface Cases<R> {
        R bytes(OfBytes proof);

        R footer(OfFooter proof);
    }

    <R> R match(Cases<R> cases);

    /**
     * Of text: of the decoded bytes where it is compressed, so that a file that was compressed meanwhile is still known.
     *
     * @param bytes consumed, one or more
     * @param first hash of the first min(4096, bytes) of them
     * @param last hash of the last min(4096, bytes) of them
     */
    record OfBytes(long bytes, String first, String last) implements Proof {
        public OfBytes {
            if (bytes < 1) {
                throw new IllegalArgumentException("a proof of " + bytes + " bytes; expected one or more");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.bytes(this);
        }
    }

    /**
     * Of a Parquet file, which never grows.
     *
     * @param size of the file, in bytes
     * @param footer hash of its footer
     */
    record OfFooter(long size, String footer) implements Proof {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.footer(this);
        }
    }
}
