package io.twinlake.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the columns of a table are called in its data files, statistics and partition values (PROTOCOL.md, "Column
 * Mapping").
 */
public enum ColumnMapping {
    /** By their names. */
    NONE,
    /** By their physical names, which stay when a column is renamed. */
    NAME,
    /** In data files by their field ids; elsewhere by their physical names. */
    ID;

    private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
    private static final String FIELD_ID = "delta.columnMapping.id";

    /**
     * The mapping of that word in the table property {@code delta.columnMapping.mode}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ColumnMapping of(String mode) {
        return Arrays.stream(values())
                .filter(mapping -> mapping.name().equalsIgnoreCase(mode))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "column mapping mode '" + mode + "' is unknown; expected none, name or id"));
    }

    /** The protocol's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What statistics and partition values, and data files unless they go by ids, call the field. */
    public String physicalName(Field field) {
        return this == NONE ? field.name() : mapped(field).orElseGet(field::name);
    }

    /** The id that the field has in data files, where it has one. */
    public OptionalInt fieldId(Field field) {
        String id = this == NONE ? null : field.metadata().get(FIELD_ID);
        return id == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(id));
    }

    /** Metadata is JSON text; a physical name is a string without escapes but for what users typed themselves. */
    private static Optional<String> mapped(Field field) {
        return Optional.ofNullable(field.metadata().get(PHYSICAL_NAME)).map(SchemaJson::string);
    }
}
