package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.twin.FormulaNotUnderstoodException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the expressions of a statement their meaning, and says where in the statement one has none. */
final class StatementScope {

    private final String sql;
    private final Schema table;

    StatementScope(String sql, Schema table) {
        this.sql = sql;
        this.table = table;
    }

    /** A condition over what {@code sight} shows. @throws StatementException saying where it is not understood */
    Condition condition(SqlText text, Sight sight) {
        Condition condition = Condition.sql(text.toString());
        understood(text, () -> condition.over(sight));
        return condition;
    }

    /** The same over columns that may stand behind names of the table. */
    Condition conditionOfTable(SqlText text, List<String> names) {
        condition(text, Sight.of(table, names));
        return Condition.sql(text.toString(), names);
    }

    /** By column of the table, its value. @throws StatementException naming the column or expression that is not understood */
    Map<String, Assignment> assignments(List<Setting> settings, List<String> names, Sight sight, boolean ofTable) {
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Field column = column(setting.column(), names);
            Assignment value = setting.value()
                    .map(text -> value(text, column, sight, ofTable ? names : List.of()))
                    .orElseGet(Assignment::nothing);
            if (assignments.put(column.name(), value) != null) {
                throw StatementException.at(
                        sql,
                        setting.column().get(0).begin(),
                        "column '" + column.name() + "' is assigned twice; assign it once");
            }
        }
        return assignments;
    }

    Assignment value(SqlText text, Field column, Sight sight, List<String> names) {
        Assignment value = Assignment.sql(text.toString(), names);
        understood(text, () -> value.over(sight, column.type()));
        return value;
    }

    /** The column of the table that a name means, which may stand behind names of the table. */
    Field column(List<SqlToken> name, List<String> names) {
        String qualifier = String.join(
                ".",
                name.subList(0, name.size() - 1).stream().map(SqlToken::value).toList());
        SqlToken last = name.get(name.size() - 1);
        boolean isOurs = qualifier.isEmpty() || names.stream().anyMatch(qualifier::equalsIgnoreCase);
        if (!isOurs && table.indexOf(name.get(0).value()).isPresent()) {
            throw StatementException.at(
                    sql,
                    name.get(0).begin(),
                    "fields of a struct are not assigned one by one; assign the whole column '"
                            + name.get(0).value() + "'");
        }
        if (!isOurs) {
            throw StatementException.at(
                    sql,
                    name.get(0).begin(),
                    "'" + qualifier + "' is not the table that is changed; write the column alone, or behind "
                            + String.join(" or ", names));
        }
        try {
            return table.field(table.indexOf(last.value()).orElseThrow(() -> table.unknown(last.value())));
        } catch (IllegalArgumentException unknown) {
            throw StatementException.at(sql, last.begin(), String.valueOf(unknown.getMessage()));
        }
    }

    private void understood(SqlText text, Runnable compiled) {
        try {
            compiled.run();
        } catch (FormulaNotUnderstoodException e) {
            throw StatementException.at(sql, text.origin(e.offset()), e.problem());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw StatementException.at(sql, text.origin(0), String.valueOf(e.getMessage()));
        }
    }

    /**
     * A column and what it is given.
     *
     * @param column its name, which may be qualified
     * @param value empty for null
     */
    record Setting(List<SqlToken> column, Optional<SqlText> value) {}
}
