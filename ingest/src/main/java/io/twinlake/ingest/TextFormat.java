package io.twinlake.ingest;

import io.twinlake.twin.StreamText;
import java.util.List;
import java.util.Optional;

/**
 * How text is cut into records and fields. A record ends with its line; one that does not end as its format has it
 * within {@link #maxRecordBytes} is bad: it is its first line, and the next record begins behind that.
 */
sealed interface TextFormat permits TextFormat.JsonLines, TextFormat.Csv, JsonValues, JsonStart {

    /** One method a case. */
    interface Cases<R> {
        R jsonLines(JsonLines format);

        R jsonValues(JsonValues format);

        R csv(Csv format);
    }

    <R> R match(Cases<R> cases);

    /** A record that is longer than this, its newline apart, is bad. */
    int maxRecordBytes();

    /** The format that this is, as the first bytes of a text tell; empty if more have to come. */
    default Optional<TextFormat> settled(byte[] data, int length, boolean ended) {
        return Optional.of(this);
    }

    /** Whether records end with lines. */
    default boolean endsWithLine() {
        return true;
    }

    /** Where in {@code data[0, to)} the first record begins; {@code to} if none does. */
    default int startOfRecord(byte[] data, int to) {
        return 0;
    }

    /** How much of {@code data[0, to)} belongs to no record. */
    default int behindBlank(byte[] data, int to) {
        return 0;
    }

    /** @throws SourceException if a file that begins so is not of this format */
    void checkStart(String file, byte[] data, int length);

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
            this(StreamText.MAX_RECORD_BYTES);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.jsonLines(this);
        }

        @Override
        public void checkStart(String file, byte[] data, int length) {
            TextStart.check(file, data, length);
            TextStart.checkJsonLines(file, data, length);
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
            if (ended && to - from <= maxRecordBytes) {
                return to;
            }
            int behind = Bytes.behindLast(data, from, to, (byte) '\n');
            return ended && behind > from && to - behind <= maxRecordBytes ? to : behind;
        }
    }

    /** Comma-separated values under a header, cut as {@link CsvFields} has it. */
    record Csv(StreamText text, List<String> header) implements TextFormat {
        public Csv {
            header = List.copyOf(header);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.csv(this);
        }

        @Override
        public int maxRecordBytes() {
            return text.maxRecordBytes();
        }

        @Override
        public void checkStart(String file, byte[] data, int length) {
            // What is looked at is its header, before records are cut.
        }

        /** Cuts its records. */
        CsvFields fields() {
            return new CsvFields(text);
        }

        @Override
        public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
            if (!ended && to - from <= maxRecordBytes() && !Bytes.contains(data, from, to, (byte) '"')) {
                return Bytes.behindLast(data, from, to, (byte) '\n');
            }
            CsvFields fields = fields();
            int end = from;
            while (end < to) {
                int next = fields.pass(data, end, to, ended);
                if (next == CsvFields.BAD) {
                    next = endOfLine(data, end, to);
                    next = next < 0 && ended && to - end <= maxRecordBytes() ? to : next;
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
