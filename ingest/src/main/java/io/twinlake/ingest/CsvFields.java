package io.twinlake.ingest;

import io.twinlake.twin.StreamText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one place that knows how CSV is cut (RFC 4180), into records and into fields. A quote opens a field only at its
 * start; elsewhere it is a character. A quoted field ends at a quote that a delimiter, a line end or the end follows;
 * between its quotes a doubled one is a quote, and all else, newlines too, is text. A record in which a quoted field
 * meets another quote, or no end, or that is longer than a record may be, is bad.
 *
 * <p>Fields are found in place: bytes of the record, or of a scratch array where quotes within quotes had to be taken
 * out. For one thread.
 */
final class CsvFields {

    /** The data end before the record does. */
    static final int UNDECIDED = -1;

    /** The record has no end as CSV has it. */
    static final int BAD = -2;

    private final int maxRecordBytes;
    private final byte delimiter;
    private byte[] data = {};
    private int to;
    private int limit;
    private boolean ended;
    private boolean capture;
    private byte[] scratch = new byte[256];
    private int scratchUsed;
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int count;

    CsvFields(StreamText text) {
        this.maxRecordBytes = text.maxRecordBytes();
        this.delimiter = (byte) text.csv().delimiter();
    }

    /**
     * Cuts the record at {@code from} into fields.
     *
     * @param atEnd whether nothing follows {@code end}
     * @return one past its last byte, the newline included; {@link #UNDECIDED} or {@link #BAD}
     */
    int read(byte[] record, int from, int end, boolean atEnd) {
        capture = true;
        return cut(record, from, end, atEnd);
    }

    /** What {@link #read} returns, leaving the fields alone. */
    int pass(byte[] record, int from, int end, boolean atEnd) {
        capture = false;
        return cut(record, from, end, atEnd);
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

    /** A field as text. */
    String text(int field) {
        return new String(array(field), start(field), end(field) - start(field), StandardCharsets.UTF_8);
    }

    /** A value as a field: within quotes where it has to be. */
    String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    private int cut(byte[] record, int from, int end, boolean atEnd) {
        data = record;
        to = end;
        ended = atEnd;
        limit = (int) Math.min(end, (long) from + maxRecordBytes + 1);
        count = 0;
        scratchUsed = 0;
        int at = from;
        while (true) {
            boolean quoted = at < limit && record[at] == '"';
            int behind = quoted ? quoted(at + 1) : plain(record, at, limit);
            if (behind < 0 || behind == to) {
                return (long) end - from > maxRecordBytes ? BAD : behind;
            }
            if (record[behind] == '\n') {
                return behind + 1;
            }
            at = behind + 1;
        }
    }

    /** Where the field at {@code from} ends: at its delimiter, its newline, or the end. */
    private int plain(byte[] bytes, int from, int end) {
        byte separator = delimiter;
        int at = from;
        for (; at < end; at++) {
            byte b = bytes[at];
            if (b == separator || b == '\n') {
                break;
            }
        }
        if (at == end && (end < to || !ended)) {
            return UNDECIDED;
        }
        if (capture) {
            boolean returns = at > from && bytes[at - 1] == '\r' && (at == to || bytes[at] == '\n');
            add(from, returns ? at - 1 : at);
        }
        return at;
    }

    /** Where the field ends whose opening quote was passed: at its delimiter, its newline, or the end. */
    private int quoted(int from) {
        int copied = -1;
        int copiedTo = from;
        int at = from;
        while (at < limit) {
            if (data[at++] != '"') {
                continue;
            }
            if (at < limit && data[at] == '"') {
                if (capture) {
                    copied = copied < 0 ? scratchUsed : copied;
                    push(copiedTo, at);
                }
                copiedTo = ++at;
            } else {
                return closed(from, at, copied, copiedTo);
            }
        }
        return ended ? BAD : UNDECIDED;
    }

    /** The field's end, if what follows its closing quote allows one. */
    private int closed(int from, int behindQuote, int copied, int copiedTo) {
        int at = behindQuote;
        if (at < limit && data[at] == '\r') {
            at++;
            if (at < limit && data[at] != '\n') {
                return BAD;
            }
        }
        if (at == limit && (limit < to || !ended)) {
            return UNDECIDED;
        }
        if (at < limit && data[at] != '\n' && data[at] != delimiter) {
            return BAD;
        }
        if (capture && copied < 0) {
            add(from, behindQuote - 1);
        } else if (capture) {
            push(copiedTo, behindQuote - 1);
            add(~copied, ~scratchUsed);
        }
        return at;
    }

    private void push(int from, int end) {
        int length = end - from;
        if (scratchUsed + length > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratchUsed + length, scratch.length * 2));
        }
        System.arraycopy(data, from, scratch, scratchUsed, length);
        scratchUsed += length;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }
}
