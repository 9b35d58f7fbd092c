package io.twinlake.dml;

import io.twinlake.format.Schema;
import io.twinlake.twin.Relation;
import java.util.List;

/**
 * What SQL sees of rows.
 *
 * @param row the columns of the rows
 * @param relations those of them that it may name, and how
 */
record Sight(Schema row, List<Relation> relations) {

    Sight {
        relations = List.copyOf(relations);
    }

    /** All columns, by their own names. */
    static Sight of(Schema row) {
        return of(row, List.of());
    }

    /** The same where columns may stand behind names of the table; without any, this. */
    Sight with(List<String> table) {
        return table.isEmpty() ? this : of(row, table);
    }

    /** All columns, by their own names and behind those of the table. */
    static Sight of(Schema row, List<String> table) {
        return new Sight(row, List.of(new Relation(table, row, 0)));
    }
}
