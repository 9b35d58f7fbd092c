package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.Optional;

/** {@code DELETE FROM t WHERE …}. */
final class DeleteStatement extends DmlStatement {

    private final Optional<SqlText> where;

    DeleteStatement(String sql, TableReference target, Optional<SqlText> where) {
        super(sql, target, Optional.empty());
        this.where = where;
    }

    @Override
    public RowChange over(Schema table, RowBatch rows) {
        StatementScope scope = new StatementScope(toString(), table);
        return new Delete(where.map(text -> scope.conditionOfTable(text, target().qualifiers()))
                .orElseGet(Condition::always));
    }
}
