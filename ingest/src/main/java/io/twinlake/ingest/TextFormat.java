package io.twinlake.ingest;

import java.util.List;

/** How text is cut into records and fields. */
sealed interface TextFormat {

    /** One method a case. */
    interface Cases<R> {
        R jsonLines();

        R csv(List<String> header);
    }

    <R> R match(Cases<R> cases);

    /** One past the last byte of the last whole record in {@code data[from, to)}, or {@code from} if none is whole. */
    int endOfLastRecord(byte[] data, int from, int to);

    /** A JSON object a line. */
    record JsonLines() implements TextFormat {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.jsonLines();
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to) {
            for (int i = to; i > from; i--) {
                if (data[i - 1] == '\n') {
                    return i;
                }
            }
            return from;
        }
    }

    /** Comma-separated values (RFC 4180) under a header: a newline within quotes does not end a record. */
    record Csv(List<String> header) implements TextFormat {
        public Csv {
            header = List.copyOf(header);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.csv(header);
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to) {
            int end = from;
            for (int next = endOfRecord(data, from, to); next > 0; next = endOfRecord(data, next, to)) {
                end = next;
            }
            return end;
        }

        /** One past the newline that ends the record at {@code from}, or -1 if it does not end before {@code to}. */
        static int endOfRecord(byte[] data, int from, int to) {
            boolean quoted = false;
            for (int i = from; i < to; i++) {
                byte b = data[i];
                if (b == '"') {
                    quoted = !quoted;
                } else if (b == '\n' && !quoted) {
                    return i + 1;
                }
            }
            return -1;
        }
    }
}
