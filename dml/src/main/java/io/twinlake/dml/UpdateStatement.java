package io.twinlake.dml;

import io.twinlake.dml.StatementScope.Setting;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.Optional;

/** {@code UPDATE t SET a = …, b = … WHERE …}. */
final class UpdateStatement extends DmlStatement {

    private final List<Setting> settings;
    private final Optional<SqlText> where;

    UpdateStatement(String sql, TableReference target, List<Setting> settings, Optional<SqlText> where) {
        super(sql, target, Optional.empty());
        this.settings = List.copyOf(settings);
        this.where = where;
    }

    @Override
    public RowChange over(Schema table, RowBatch rows) {
        StatementScope scope = new StatementScope(toString(), table);
        List<String> names = target().qualifiers();
        return new Update(
                where.map(text -> scope.conditionOfTable(text, names)).orElseGet(Condition::always),
                scope.assignments(settings, names, Sight.of(table, names), true));
    }
}
