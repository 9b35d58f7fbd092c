package io.twinlake.ingest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one CSV record (RFC 4180), found in place: a field is bytes of the record, or of a scratch array where
 * quotes within quotes had to be taken out. For one thread.
 */
final class CsvFields {

    private byte[] data = {};
    private byte[] scratch = new byte[256];
    private int scratchUsed;
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int count;

    /** Cuts the record {@code [from, to)}, without its newline, into fields; false if a quote is not closed. */
    boolean read(byte[] record, int from, int to) {
        data = record;
        count = 0;
        scratchUsed = 0;
        int at = from;
        while (true) {
            boolean quoted = at < to && record[at] == '"';
            int end = quoted ? quoted(at + 1, to) : plain(at, to);
            if (end < 0) {
                return false;
            }
            if (end >= to) {
                return true;
            }
            at = end + 1;
        }
    }

    int count() {
        return count;
    }

    boolean isEmpty(int field) {
        return starts[field] == ends[field];
    }

    /** The array that holds a field's bytes. */
    byte[] array(int field) {
        return starts[field] < 0 ? scratch : data;
    }

    int start(int field) {
        return starts[field] < 0 ? ~starts[field] : starts[field];
    }

    int end(int field) {
        return starts[field] < 0 ? ~ends[field] : ends[field];
    }

    /** The fields of a record as text: what a header is. */
    static List<String> split(byte[] record, int from, int to) {
        int end = to;
        while (end > from && (record[end - 1] == '\n' || record[end - 1] == '\r')) {
            end--;
        }
        CsvFields fields = new CsvFields();
        if (!fields.read(record, from, end)) {
            throw new SourceException("a CSV header has a quote that is not closed: "
                    + new String(record, from, end - from, StandardCharsets.UTF_8));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            int start = fields.start(i);
            texts.add(new String(fields.array(i), start, fields.end(i) - start, StandardCharsets.UTF_8).strip());
        }
        return texts;
    }

    /** A value as a field: within quotes where it has to be. */
    static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private int plain(int from, int to) {
        int end = from;
        while (end < to && data[end] != ',') {
            end++;
        }
        add(from, end);
        return end;
    }

    /** The end of the field whose opening quote was passed: its comma or {@code to}. */
    private int quoted(int from, int to) {
        int copiedFrom = -1;
        int at = from;
        while (at < to) {
            if (data[at] == '"') {
                boolean doubled = at + 1 < to && data[at + 1] == '"';
                if (!doubled) {
                    return endQuoted(from, at, to, copiedFrom);
                }
                copiedFrom = copiedFrom < 0 ? copyStart(from, at) : copiedFrom;
                at++;
            }
            if (copiedFrom >= 0) {
                push(data[at]);
            }
            at++;
        }
        return -1;
    }

    private int endQuoted(int from, int closing, int to, int copiedFrom) {
        if (closing + 1 < to && data[closing + 1] != ',') {
            return -1;
        }
        if (copiedFrom < 0) {
            add(from, closing);
        } else {
            add(~copiedFrom, ~scratchUsed);
        }
        return closing + 1;
    }

    private int copyStart(int from, int to) {
        int start = scratchUsed;
        for (int i = from; i < to; i++) {
            push(data[i]);
        }
        return start;
    }

    private void push(byte b) {
        if (scratchUsed == scratch.length) {
            scratch = java.util.Arrays.copyOf(scratch, scratchUsed * 2);
        }
        scratch[scratchUsed++] = b;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = java.util.Arrays.copyOf(starts, count * 2);
            ends = java.util.Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }
}
