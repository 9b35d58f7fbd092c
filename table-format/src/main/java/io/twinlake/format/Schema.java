package io.twinlake.format;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of a table, in order; names are unique ignoring case (PROTOCOL.md, "Schema Serialization Format"). */
public record Schema(List<Field> fields) {

    /** A message lists no more columns than a person looks through. */
    private static final int MOST_NAMES = 40;

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
        return new Schema(SchemaJson.parse(json));
    }

    /** The protocol's JSON of this schema. */
    public String toJson() {
        return SchemaJson.write(fields);
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

    /**
     * The column that a predicate's name of a column, or of a field of a struct, is in.
     *
     * @throws IllegalArgumentException if there is no such column or field; the message names the nearest
     */
    public Field topColumn(String path) {
        return fields.get(column(path).positions().get(0));
    }

    /**
     * The column, or field of a struct, of that name.
     *
     * @throws IllegalArgumentException naming the column and the nearest one that there is
     */
    ColumnRef column(String name) {
        return ColumnRef.find(name, fields).orElseThrow(() -> unknownPath(name));
    }

    /** To be thrown at who asks for a column that is not here: names the nearest, and those that there are. */
    public IllegalArgumentException unknown(String name) {
        return unknown(name, fields.stream().map(Field::name).toList());
    }

    /** The same to who may also ask for a field of a struct, by its path. */
    IllegalArgumentException unknownPath(String path) {
        List<String> paths = new ArrayList<>();
        collect("", fields, paths);
        return unknown(path, paths);
    }

    private static IllegalArgumentException unknown(String name, List<String> names) {
        String nearest = Nearest.to(name, names)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse(".");
        int more = names.size() - MOST_NAMES;
        return new IllegalArgumentException("no column '" + name + "'" + nearest + " The columns are "
                + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
    }

    private static void collect(String prefix, List<Field> fields, List<String> into) {
        for (Field field : fields) {
            String path = prefix + ColumnPath.text(field.name());
            into.add(path);
            if (field.type() instanceof DataType.Struct struct) {
                collect(path + ".", struct.fields(), into);
            }
        }
    }
}
