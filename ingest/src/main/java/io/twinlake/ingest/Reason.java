package io.twinlake.ingest;

import java.util.Locale;

/** Why an event was refused. */
public enum Reason {
    /** The bytes are no event: malformed, cut off, too long. */
    PARSE,
    /** A field has a value of another type, or a time that is none. */
    TYPE,
    /** A number is out of the range that the definition gives. */
    RANGE,
    /** The key is null, or {@code require} is not true. */
    KEY,
    /** The event has no time, or one too far ahead of the clock. */
    TIME,
    /** The event is older than the watermark. */
    LATE,
    /** A formula has no value for it. */
    EXPRESSION;

    /** As dead letters have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
