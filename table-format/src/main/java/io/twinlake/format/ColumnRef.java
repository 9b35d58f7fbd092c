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

    /** @throws IllegalArgumentException naming the column and one that is nearly called so, if the schema has none of that name */
    static ColumnRef of(String name, Schema schema) {
        return find(name, schema).orElseThrow(() -> schema.unknownPath(name));
    }

    /** The column of that name, if the schema has one. */
    static Optional<ColumnRef> find(String name, Schema schema) {
        ColumnRef root = new ColumnRef(List.of(), List.of(), DataType.Primitive.VOID);
        return Optional.of(find(name, schema.fields(), root))
                .filter(found -> !found.path().isEmpty());
    }

    /** Names may contain dots themselves, so every way to split is tried, the longest name first. */
    private static ColumnRef find(String name, List<Field> fields, ColumnRef parent) {
        for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
            OptionalInt position = position(name.substring(0, end), fields);
            if (position.isPresent()) {
                Field field = fields.get(position.getAsInt());
                ColumnRef here = parent.child(field, position.getAsInt());
                if (end == name.length()) {
                    return here;
                }
                if (field.type() instanceof DataType.Struct struct) {
                    ColumnRef below = find(name.substring(end + 1), struct.fields(), here);
                    if (!below.path().isEmpty()) {
                        return below;
                    }
                }
            }
        }
        return new ColumnRef(List.of(), List.of(), DataType.Primitive.VOID);
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

    String name() {
        return String.join(".", path);
    }
}
