package io.twinlake.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A column of a schema that a predicate names.
 *
 * @param path its name below those of its structs, as the schema has them
 * @param positions where it is in the schema and in each struct
 */
record ColumnRef(List<String> path, List<Integer> positions, DataType type) {

    /** A message lists no more columns than a person looks through. */
    private static final int MOST_NAMES = 40;

    /** @throws IllegalArgumentException naming the column and one that is nearly called so, if the schema has none of that name */
    static ColumnRef of(String name, Schema schema) {
        return find(name, schema).orElseThrow(() -> unknown(name, schema));
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

    private static IllegalArgumentException unknown(String name, Schema schema) {
        List<String> names = new ArrayList<>();
        collect("", schema.fields(), names);
        String nearest = names.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= (name.length() + 2) / 3)
                .map(candidate -> "; did you mean '" + candidate + "'?")
                .orElse(".");
        int more = names.size() - MOST_NAMES;
        return new IllegalArgumentException("no column '" + name + "'" + nearest + " The columns are "
                + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : ""));
    }

    private static void collect(String prefix, List<Field> fields, List<String> into) {
        for (Field field : fields) {
            into.add(prefix + field.name());
            if (field.type() instanceof DataType.Struct struct) {
                collect(prefix + field.name() + ".", struct.fields(), into);
            }
        }
    }

    /** Levenshtein's, ignoring case. */
    private static int distance(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
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
