package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A column of a schema that a predicate names.
 *
 * @param path its name below those of its structs, as the schema has them
 * @param positions where it is in the schema and in each struct
 */
record ColumnRef(List<String> path, List<Integer> positions, DataType type) {

    private static final ColumnRef ROOT = new ColumnRef(List.of(), List.of(), DataType.Primitive.VOID);

    /**
     * The column of that name, if the schema has one. Backquotes say where a name begins and ends ({@link ColumnPath});
     * without them every dot leads into a struct if that finds a column, and else belongs to a name.
     */
    static Optional<ColumnRef> find(String name, List<Field> columns) {
        Optional<ColumnPath> quoted = name.indexOf('`') < 0 ? Optional.empty() : ColumnPath.parseQuoted(name);
        return quoted.isPresent() ? find(quoted.get().parts(), columns, ROOT) : find(name, columns, ROOT);
    }

    private static Optional<ColumnRef> find(List<String> parts, List<Field> fields, ColumnRef parent) {
        OptionalInt position = position(parts.get(0), fields);
        if (position.isEmpty()) {
            return Optional.empty();
        }
        Field field = fields.get(position.getAsInt());
        ColumnRef here = parent.child(field, position.getAsInt());
        if (parts.size() == 1) {
            return Optional.of(here);
        }
        return field.type() instanceof DataType.Struct struct
                ? find(parts.subList(1, parts.size()), struct.fields(), here)
                : Optional.empty();
    }

    /** Names may contain dots themselves, so every way to split is tried, the shortest name first. */
    private static Optional<ColumnRef> find(String name, List<Field> fields, ColumnRef parent) {
        for (int end = dotOrEnd(name, 0); end <= name.length(); end = dotOrEnd(name, end + 1)) {
            OptionalInt position = position(name.substring(0, end), fields);
            if (position.isPresent()) {
                Field field = fields.get(position.getAsInt());
                ColumnRef here = parent.child(field, position.getAsInt());
                if (end == name.length()) {
                    return Optional.of(here);
                }
                if (field.type() instanceof DataType.Struct struct) {
                    Optional<ColumnRef> below = find(name.substring(end + 1), struct.fields(), here);
                    if (below.isPresent()) {
                        return below;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Where the name that begins before {@code from} may end next; beyond the text where nothing is left. */
    private static int dotOrEnd(String name, int from) {
        if (from > name.length()) {
            return from;
        }
        int dot = name.indexOf('.', from);
        return dot < 0 ? name.length() : dot;
    }

    private ColumnRef child(Field field, int position) {
        List<String> names = new ArrayList<>(path);
        names.add(field.name());
        List<Integer> places = new ArrayList<>(positions);
        places.add(position);
        return new ColumnRef(List.copyOf(names), List.copyOf(places), field.type());
    }

    private static OptionalInt position(String name, List<Field> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The column's vector in a batch of the schema. */
    ColumnVector in(RowBatch batch) {
        ColumnVector vector = batch.column(positions.get(0));
        for (int position : positions.subList(1, positions.size())) {
            vector = ((StructVector) vector).field(position);
        }
        return vector;
    }

    /** The column as the schema has it. */
    Field field(Schema schema) {
        Field field = schema.field(positions.get(0));
        for (int position : positions.subList(1, positions.size())) {
            field = ((DataType.Struct) field.type()).fields().get(position);
        }
        return field;
    }

    /** The text that names exactly this column. */
    String name() {
        return new ColumnPath(path).toString();
    }
}
