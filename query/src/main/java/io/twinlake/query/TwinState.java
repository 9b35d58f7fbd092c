package io.twinlake.query;

import io.twinlake.format.TwinShape;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of a twin after one of its changes.
 *
 * @param row all columns of the table
 */
public record TwinState(Row row) {

    public String key() {
        return (String) required(TwinShape.KEY);
    }

    /** Event time of the change. */
    public Instant observedAt() {
        return (Instant) required(TwinShape.OBSERVED_AT);
    }

    /** When this life of the twin began. */
    public Instant bornAt() {
        return (Instant) required(TwinShape.BORN_AT);
    }

    /** The number of the row in this life, from 1. */
    public long seq() {
        return (Long) required(TwinShape.SEQ);
    }

    /** Why there is a row. */
    public String cause() {
        return (String) required(TwinShape.CAUSE);
    }

    /** A property or an attribute; empty where it is null. */
    public Optional<Object> value(String name) {
        return row.value(name);
    }

    private Object required(String column) {
        return row.value(column)
                .orElseThrow(() -> new IllegalStateException("column '" + column + "' of a twin's row is null"));
    }
}
