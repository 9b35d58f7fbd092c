package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Finds columns by name or path; who misspells one is told the nearest. */
final class Columns {

    /** A message lists no more columns than a person looks through. */
    private static final int MOST_NAMES = 40;

    private Columns() {}

    /** @throws IllegalArgumentException if there is no such column; the message names the nearest */
    static int position(Schema schema, String name) {
        return schema.indexOf(name).orElseThrow(() -> unknown(schema, name));
    }

    /**
     * The top column that a path is in ({@code a} of {@code a.b}); a column whose own name has dots goes before.
     *
     * @throws IllegalArgumentException if there is no such column; the message names the nearest
     */
    static Field top(Schema schema, String path) {
        for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
            OptionalInt position = schema.indexOf(path.substring(0, end));
            if (position.isPresent()) {
                return schema.field(position.getAsInt());
            }
        }
        throw unknown(schema, path);
    }

    private static IllegalArgumentException unknown(Schema schema, String name) {
        List<String> names = schema.fields().stream().map(Field::name).toList();
        return new IllegalArgumentException("no column '" + name + "'"
                + Nearest.to(name, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse(".")
                + " The columns are " + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : ""));
    }
}
