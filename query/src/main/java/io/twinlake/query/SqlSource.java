package io.twinlake.query;

import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Map;

/**
 * A table of the lake in a statement: its snapshot, under which name the engine has its rows, and what each name in the
 * statement shows of it.
 *
 * @param position among the tables of the statement
 */
record SqlSource(int position, Snapshot snapshot, Map<SqlTables.Reference, TwinView> views) {

    static final String SCHEMA = "twinlake";

    SqlSource {
        views = Map.copyOf(views);
    }

    /** The engine's name of its rows; no statement uses it. */
    String relation() {
        return "memory." + SCHEMA + ".t" + position;
    }

    /** The engine's name of the table without rows that statements are planned over. */
    String emptyTable() {
        return "memory." + SCHEMA + ".e" + position;
    }

    List<String> partitionColumns() {
        return snapshot.metadata().partitionColumns();
    }
}
