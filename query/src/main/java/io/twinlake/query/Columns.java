package io.twinlake.query;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Finds columns by name or path; who misspells one is told the nearest. */
final class Columns {

    private Columns() {}

    /** @throws IllegalArgumentException if there is no such column; the message names the nearest */
    static int position(Schema schema, String name) {
        return schema.indexOf(name).orElseThrow(() -> unknown(schema, name));
    }

    /**
     * Positions from the top column down to the field that a path names ({@code a.b}); a column whose own name has dots
     * goes before.
     *
     * @throws IllegalArgumentException if nothing has that path
     */
    static List<Integer> path(Schema schema, String path) {
        OptionalInt whole = schema.indexOf(path);
        if (whole.isPresent()) {
            return List.of(whole.getAsInt());
        }
        List<Integer> steps = new ArrayList<>();
        List<Field> fields = schema.fields();
        for (String name : path.split("\\.", -1)) {
            int step = indexOf(fields, name);
            if (step < 0) {
                throw unknown(schema, path);
            }
            steps.add(step);
            fields = fields.get(step).type() instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
        return steps;
    }

    /** The type of the field at such a path. */
    static DataType type(Schema schema, List<Integer> path) {
        DataType type = new DataType.Struct(schema.fields());
        for (int step : path) {
            type = ((DataType.Struct) type).fields().get(step).type();
        }
        return type;
    }

    private static int indexOf(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalArgumentException unknown(Schema schema, String name) {
        List<String> names = schema.fields().stream().map(Field::name).toList();
        return new IllegalArgumentException("no column '" + name + "'"
                + Nearest.to(name, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("")
                + " The columns are " + names.stream().collect(Collectors.joining(", ")));
    }
}
