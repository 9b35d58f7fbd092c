package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.Optional;

/**
 * A DELETE, UPDATE, MERGE or INSERT in Spark's SQL: parsed, and bound to columns once these are known. Names of columns may stand in
 * backticks or double quotes, texts stand in single quotes. {@code StatementParser} makes them.
 */
public abstract sealed class DmlStatement permits DeleteStatement, UpdateStatement, MergeStatement, InsertStatement {

    private final String sql;
    private final TableReference target;
    private final Optional<TableReference> source;

    DmlStatement(String sql, TableReference target, Optional<TableReference> source) {
        this.sql = sql;
        this.target = target;
        this.source = source;
    }

    /** The table that it changes. */
    public TableReference target() {
        return target;
    }

    /** Where it reads rows from, if it does. */
    public Optional<TableReference> source() {
        return source;
    }

    /**
     * The change that it says.
     *
     * @param table the columns of the target
     * @param rows those of the source; of none if there is no source
     * @throws StatementException saying where it names what is not there, or what is not possible
     */
    public abstract RowChange over(Schema table, RowBatch rows);

    /** A change without a source. @throws StatementException likewise */
    public RowChange over(Schema table) {
        return over(table, RowBatch.empty(new Schema(java.util.List.of())));
    }

    StatementException mistake(int place, String problem) {
        return StatementException.at(sql, place, problem);
    }

    /** The statement as it was written. */
    @Override
    public String toString() {
        return sql;
    }
}
