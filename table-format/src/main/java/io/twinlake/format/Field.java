package io.twinlake.format;

import java.util.Map;

/**
 * A column or a field of a struct.
 *
 * @param metadata the protocol's free map (comments, column mapping, invariants); values are JSON texts
 */
public record Field(String name, DataType type, boolean nullable, Map<String, String> metadata) {

    public Field {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a field's name is empty");
        }
        metadata = Map.copyOf(metadata);
    }

    public static Field nullable(String name, DataType type) {
        return new Field(name, type, true, Map.of());
    }

    public static Field required(String name, DataType type) {
        return new Field(name, type, false, Map.of());
    }
}
