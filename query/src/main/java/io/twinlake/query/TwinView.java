package io.twinlake.query;

import java.util.Arrays;
import java.util.Optional;

/** What a name in a statement shows of a table: all rows, or the state of its twins (the same as {@link TwinQuery}). */
enum TwinView {
    /** Every row. */
    ROWS("", "SELECT * FROM %s"),
    /** The last state of every twin that has not expired. */
    CURRENT(
            "current",
            "SELECT * FROM (SELECT * FROM %s QUALIFY row_number() OVER"
                    + " (PARTITION BY \"key\" ORDER BY \"born_at\" DESC, \"seq\" DESC) = 1) WHERE \"cause\" <> 'expired'"),
    /** Every state with the time that it held, half-open. */
    HISTORY(
            "history",
            "SELECT * FROM (SELECT *, \"observed_at\" AS \"valid_from\", lead(\"observed_at\") OVER"
                    + " (PARTITION BY \"key\" ORDER BY \"born_at\", \"seq\") AS \"valid_to\" FROM %s)"
                    + " WHERE \"cause\" <> 'expired'");

    private final String word;
    private final String sql;

    TwinView(String word, String sql) {
        this.word = word;
        this.sql = sql;
    }

    /** The view of twins that the last part of a name asks for. */
    static Optional<TwinView> of(String word) {
        return Arrays.stream(values())
                .filter(view -> view != ROWS && view.word.equalsIgnoreCase(word))
                .findFirst();
    }

    String sql(String table) {
        return sql.formatted(table);
    }
}
