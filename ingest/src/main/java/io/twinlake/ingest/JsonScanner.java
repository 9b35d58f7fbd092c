package io.twinlake.ingest;

import io.twinlake.ingest.RecordSink.Field;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain case of a JSON line in one pass over its bytes: one flat object, no escapes. Anything else,
 * right or wrong, it leaves to {@link JsonRecord}, which knows all of JSON and its errors. The line's
 * UTF-8 is well-formed. For one thread.
 */
final class JsonScanner {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int NOT_PLAIN = -1;

    private final RecordSink sink;
    private final DecimalText number = new DecimalText();
    private byte[] data = {};
    private int to;

    JsonScanner(RecordSink sink) {
        this.sink = sink;
    }

    /** Whether the line {@code [from, end)} was plain and its fields are with the sink; if not, some may be. */
    boolean read(byte[] bytes, int from, int end) {
        data = bytes;
        to = end;
        int at = skipSpace(from);
        if (at >= to || data[at] != '{') {
            return false;
        }
        at = skipSpace(at + 1);
        if (at < to && data[at] == '}') {
            return skipSpace(at + 1) == to;
        }
        while (at < to && data[at] == '"') {
            at = member(at);
            if (at == NOT_PLAIN || at >= to) {
                return false;
            }
            if (data[at] == '}') {
                return skipSpace(at + 1) == to;
            }
            if (data[at] != ',') {
                return false;
            }
            at = skipSpace(at + 1);
        }
        return false;
    }

    /** Reads a name and its value; the index of what follows. */
    private int member(int quote) {
        int end = endOfString(quote + 1);
        if (end == NOT_PLAIN) {
            return NOT_PLAIN;
        }
        Field field = sink.find(data, quote + 1, end);
        int at = skipSpace(end + 1);
        if (at >= to || data[at] != ':') {
            return NOT_PLAIN;
        }
        int behind = value(skipSpace(at + 1), field);
        return behind == NOT_PLAIN ? NOT_PLAIN : skipSpace(behind);
    }

    private int value(int at, @Nullable Field field) {
        if (at >= to) {
            return NOT_PLAIN;
        }
        byte first = data[at];
        if (first == '"') {
            return string(at + 1, field);
        }
        if (first == '-' || (first >= '0' && first <= '9')) {
            int end = number.read(data, at, to);
            if (end >= 0 && field != null) {
                sink.setNumber(field, number);
            }
            return end;
        }
        return word(at, field);
    }

    private int string(int from, @Nullable Field field) {
        int end = endOfString(from);
        if (end == NOT_PLAIN) {
            return NOT_PLAIN;
        }
        if (field != null) {
            sink.setText(field, data, from, end);
        }
        return end + 1;
    }

    private int word(int at, @Nullable Field field) {
        if (isAt(at, NULL)) {
            if (field != null) {
                sink.setNull(field);
            }
            return at + NULL.length;
        }
        boolean isTrue = isAt(at, TRUE);
        if (!isTrue && !isAt(at, FALSE)) {
            return NOT_PLAIN;
        }
        if (field != null) {
            sink.setBoolean(field, isTrue);
        }
        return at + (isTrue ? TRUE.length : FALSE.length);
    }

    private boolean isAt(int at, byte[] word) {
        if (at + word.length > to) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (data[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** The index of the closing quote; not plain if a backslash or a control character comes first. */
    private int endOfString(int from) {
        for (int i = from; i < to; i++) {
            byte b = data[i];
            if (b == '"') {
                return i;
            }
            if ((b < 0x20 && b >= 0) || b == '\\') {
                return NOT_PLAIN;
            }
        }
        return NOT_PLAIN;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < to && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r')) {
            at++;
        }
        return at;
    }
}
