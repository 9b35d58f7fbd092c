package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.OptionalInt;

/** Finds columns by name or path; who misspells one is told the nearest. */
final class Columns {

    private Columns() {}

    /** @throws IllegalArgumentException if there is no such column; the message names the nearest */
    static int position(Schema schema, String name) {
        return schema.indexOf(name).orElseThrow(() -> schema.unknown(name));
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
        throw schema.unknown(path);
    }
}
