package io.twinlake.ingest;

import java.util.List;

/**
 * How text is cut into records and fields. A record ends with its line; one that does not end as its format has it
 * within {@link #maxRecordBytes} is bad: it is its first line, and the next record begins behind that.
 */
sealed interface TextFormat {

    /** A record that is longer than this, without its newline, is bad, unless the stream says otherwise. */
    int MAX_RECORD_BYTES = 1 << 20;

    /** One method a case. */
    interface Cases<R> {
        R jsonLines(JsonLines format);

        R csv(Csv format);
    }

    <R> R match(Cases<R> cases);

    int maxRecordBytes();

    /**
     * One past the last byte of the last record in {@code data[from, to)} that nothing behind {@code to} can change, or
     * {@code from} if there is none.
     *
     * @param ended whether nothing follows {@code to}
     */
    int endOfLastRecord(byte[] data, int from, int to, boolean ended);

    /** One past the first newline in {@code data[from, to)}, or -1. */
    static int endOfLine(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** A JSON object a line. */
    record JsonLines(int maxRecordBytes) implements TextFormat {
        JsonLines() {
            this(MAX_RECORD_BYTES);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.jsonLines(this);
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
            if (ended && to - from <= maxRecordBytes) {
                return to;
            }
            for (int i = to; i > from; i--) {
                if (data[i - 1] == '\n') {
                    return ended && to - i <= maxRecordBytes ? to : i;
                }
            }
            return from;
        }
    }

    /** Comma-separated values under a header, cut as {@link CsvFields} has it. */
    record Csv(int maxRecordBytes, List<String> header) implements TextFormat {
        public Csv {
            header = List.copyOf(header);
        }

        Csv(List<String> header) {
            this(MAX_RECORD_BYTES, header);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.csv(this);
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
            CsvFields fields = new CsvFields(maxRecordBytes);
            int end = from;
            while (end < to) {
                int next = fields.pass(data, end, to, ended);
                if (next == CsvFields.BAD) {
                    next = endOfLine(data, end, to);
                    next = next < 0 && ended && to - end <= maxRecordBytes ? to : next;
                }
                if (next < 0) {
                    break;
                }
                end = next;
            }
            return end;
        }
    }
}
