package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code INSERT INTO t (…) VALUES (…)}, {@code INSERT INTO t SELECT …} and {@code INSERT INTO t TABLE s}. */
final class InsertStatement extends DmlStatement {

    private final List<List<SqlToken>> columns;
    private final List<List<Optional<SqlText>>> values;
    private final int place;

    /**
     * Takes the columns that it names, none for all; and its rows of values, where one is empty for the column's default; the place is
     * that of the rows.
     */
    InsertStatement(
            String sql,
            TableReference target,
            Optional<TableReference> source,
            List<List<SqlToken>> columns,
            List<List<Optional<SqlText>>> values,
            int place) {
        super(sql, target, source);
        this.columns = List.copyOf(columns);
        this.values = List.copyOf(values);
        this.place = place;
    }

    @Override
    public RowChange over(Schema table, RowBatch rows) {
        StatementScope scope = new StatementScope(toString(), table);
        List<Field> wanted = columns.isEmpty()
                ? table.fields()
                : columns.stream()
                        .map(name -> scope.column(name, target().qualifiers()))
                        .toList();
        requireOnce(wanted);
        if (source().isPresent()) {
            return Insert.from(rows, ofSource(wanted, rows.schema()));
        }
        List<Map<String, Assignment>> all = new ArrayList<>();
        for (List<Optional<SqlText>> row : values) {
            all.add(row(row, wanted, scope));
        }
        return Insert.values(all);
    }

    private void requireOnce(List<Field> wanted) {
        if (wanted.stream().distinct().count() < wanted.size()) {
            throw mistake(columns.get(0).get(0).begin(), "a column is named twice; name each once");
        }
    }

    private Map<String, Assignment> row(List<Optional<SqlText>> row, List<Field> wanted, StatementScope scope) {
        if (row.size() != wanted.size()) {
            int at = row.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(text -> text.origin(0))
                    .orElse(place);
            throw mistake(at, row.size() + " values for " + counted(wanted));
        }
        Map<String, Assignment> values = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            Field column = wanted.get(i);
            row.get(i)
                    .ifPresent(text -> values.put(
                            column.name(), scope.value(text, column, Sight.of(new Schema(List.of())), List.of())));
        }
        return values;
    }

    private static String counted(List<Field> wanted) {
        return wanted.size() + " columns, " + wanted.stream().map(Field::name).toList()
                + "; give each a value, or name the columns behind the table: INSERT INTO t (a, b) …";
    }

    /** A query's columns go by their order, those of a table or a file by their names. */
    private Map<String, Assignment> ofSource(List<Field> wanted, Schema given) {
        boolean byOrder = source().orElseThrow().kind() == TableReference.Kind.QUERY;
        if (byOrder && given.size() != wanted.size()) {
            throw mistake(place, "the query gives " + given.size() + " columns for " + counted(wanted));
        }
        Map<String, Assignment> values = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Field column = byOrder ? wanted.get(i) : named(given.field(i).name(), wanted);
            Assignment value = Assignment.sql(
                    Joint.SOURCE + "." + SqlText.quoted(given.field(i).name()));
            try {
                value.over(new Joint(new Schema(List.of()), RowBatch.empty(given)).sourceAlone(), column.type());
            } catch (IllegalArgumentException e) {
                throw mistake(
                        place,
                        "column '" + given.field(i).name() + "' of type "
                                + given.field(i).type() + " can't become '" + column.name() + "' of type "
                                + column.type());
            }
            values.put(column.name(), value);
        }
        return values;
    }

    private Field named(String name, List<Field> wanted) {
        try {
            Schema columns = new Schema(wanted);
            return columns.field(columns.indexOf(name).orElseThrow(() -> columns.unknown(name)));
        } catch (IllegalArgumentException e) {
            throw mistake(place, "a column of the source goes nowhere: " + e.getMessage());
        }
    }
}
