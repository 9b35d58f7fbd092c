package io.twinlake.format;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** The columns of a table, in order; names are unique ignoring case (PROTOCOL.md, "Schema Serialization Format"). */
public record Schema(List<Field> fields) {

    public Schema {
        fields = List.copyOf(fields);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("column '" + field.name() + "' is there twice (names ignore case)");
            }
        }
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    /**
     * A schema from the protocol's JSON.
     *
     * @throws IllegalArgumentException naming the column whose type is not known
     */
    public static Schema parse(String json) {
        return SchemaJson.parse(json);
    }

    /** The protocol's JSON of this schema. */
    public String toJson() {
        return SchemaJson.write(this);
    }

    public int size() {
        return fields.size();
    }

    public Field field(int column) {
        return fields.get(column);
    }

    /** The position of a column, ignoring case. */
    public OptionalInt indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
