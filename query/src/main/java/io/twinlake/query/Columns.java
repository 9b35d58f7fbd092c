package io.twinlake.query;

import io.twinlake.format.Schema;

/** Finds columns by name; who misspells one is told the nearest. */
final class Columns {

    private Columns() {}

    /** @throws IllegalArgumentException if there is no such column; the message names the nearest */
    static int position(Schema schema, String name) {
        return schema.indexOf(name).orElseThrow(() -> schema.unknown(name));
    }
}
