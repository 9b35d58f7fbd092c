package io.twinlake.dml;

import io.twinlake.dml.Clause.Rows;
import io.twinlake.dml.MergeStatement.When;
import io.twinlake.dml.StatementScope.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses statements in Spark's SQL: cuts them into their clauses; what these say is for formulas. */
public final class StatementParser {

    private static final Set<String> BEHIND_TABLES = Set.of(
            "WHERE",
            "SET",
            "USING",
            "ON",
            "WHEN",
            "VALUES",
            "SELECT",
            "TABLE",
            "VERSION",
            "TIMESTAMP",
            "FOR",
            "BY",
            "WITH");

    private final String sql;
    private final SqlReader reader;
    private final TableParser tables;

    private StatementParser(String sql) {
        this.sql = sql;
        this.reader = new SqlReader(sql);
        this.tables = new TableParser(reader, BEHIND_TABLES);
    }

    /** @throws StatementException saying where it is not understood */
    public static DmlStatement parse(String sql) {
        return new StatementParser(sql).statement();
    }

    private DmlStatement statement() {
        SqlToken verb = reader.peek();
        if (reader.skip("DELETE")) {
            return delete();
        }
        if (reader.skip("UPDATE")) {
            return update();
        }
        if (reader.skip("MERGE")) {
            return merge();
        }
        if (reader.skip("INSERT")) {
            return insert();
        }
        boolean reads = verb.isWord("SELECT") || verb.isWord("WITH");
        throw reader.unexpected("DELETE, UPDATE, MERGE or INSERT" + (reads ? " ('twinlake sql' reads)" : ""));
    }

    private DmlStatement delete() {
        reader.require("FROM", " behind DELETE");
        TableReference target = tables.target();
        Optional<SqlText> where = where();
        reader.requireEnd("WHERE");
        return new DeleteStatement(sql, target, where);
    }

    private DmlStatement update() {
        TableReference target = tables.target();
        reader.require("SET", " and the columns that change");
        List<Setting> settings = settings();
        Optional<SqlText> where = where();
        reader.requireEnd("a comma, WHERE");
        return new UpdateStatement(sql, target, settings, where);
    }

    private Optional<SqlText> where() {
        return reader.skip("WHERE") ? Optional.of(reader.expression("a condition", token -> false)) : Optional.empty();
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        do {
            List<SqlToken> column = reader.name("a column to assign to");
            reader.require("=", " behind the column");
            settings.add(new Setting(
                    column, value(token -> token.isSign(",") || token.isWord("WHERE") || token.isWord("WHEN"))));
        } while (reader.skip(","));
        return settings;
    }

    /** Empty for a column's default. */
    private Optional<SqlText> value(java.util.function.Predicate<SqlToken> end) {
        SqlToken first = reader.peek();
        SqlText value = reader.expression("a value", end);
        if (first.isWord("DEFAULT") && value.toString().equalsIgnoreCase("DEFAULT")) {
            throw reader.mistake(first, "DEFAULT stands only in the rows of INSERT; write the value");
        }
        return Optional.of(value);
    }

    private DmlStatement merge() {
        SqlToken with = reader.peek();
        if (reader.skip("WITH", "SCHEMA", "EVOLUTION")) {
            throw reader.mistake(
                    with,
                    "a merge does not change columns here; add them first ('twinlake alter TABLE --add \"x double\"')");
        }
        reader.require("INTO", " behind MERGE");
        TableReference target = tables.target();
        reader.require("USING", " and the source");
        SqlToken place = reader.peek();
        TableReference source = tables.source();
        if (target.alias().isPresent() && target.alias().equals(source.alias())) {
            throw reader.mistake(
                    place, "table and source are both called '" + target.alias().get() + "'; call them otherwise");
        }
        reader.require("ON", " and a condition");
        SqlText on = reader.expression("a condition", this::isClause);
        List<When> clauses = new ArrayList<>();
        while (reader.skip("WHEN")) {
            clauses.add(when(clauses));
        }
        if (clauses.isEmpty()) {
            throw reader.unexpected("WHEN [NOT] MATCHED");
        }
        reader.requireEnd("WHEN");
        return new MergeStatement(sql, target, source, on, clauses);
    }

    private boolean isClause(SqlToken token) {
        return token.isWord("WHEN");
    }

    private When when(List<When> before) {
        SqlToken place = reader.peek();
        Rows rows = rows();
        Optional<SqlText> condition = reader.skip("AND")
                ? Optional.of(reader.expression("a condition", token -> token.isWord("THEN")))
                : Optional.empty();
        if (before.stream()
                .anyMatch(other -> other.rows() == rows && other.condition().isEmpty())) {
            throw reader.mistake(
                    place,
                    "this clause is never reached, as one before it has no condition; only the last of a kind may have none");
        }
        reader.require("THEN", " and what becomes of the rows");
        return rows == Rows.NOT_MATCHED ? insertClause(rows, condition) : changeClause(rows, condition);
    }

    private Rows rows() {
        if (reader.skip("MATCHED")) {
            return Rows.MATCHED;
        }
        if (!reader.skip("NOT", "MATCHED")) {
            throw reader.unexpected("MATCHED or NOT MATCHED");
        }
        if (reader.skip("BY", "SOURCE")) {
            return Rows.NOT_MATCHED_BY_SOURCE;
        }
        reader.skip("BY", "TARGET");
        return Rows.NOT_MATCHED;
    }

    private When changeClause(Rows rows, Optional<SqlText> condition) {
        if (reader.skip("DELETE")) {
            return new When(rows, condition, Clause.Kind.DELETE, List.of(), Optional.empty());
        }
        if (!reader.skip("UPDATE")) {
            throw reader.unexpected("UPDATE SET or DELETE");
        }
        reader.require("SET", " behind UPDATE");
        SqlToken star = reader.peek();
        if (!reader.skip("*")) {
            return new When(rows, condition, Clause.Kind.UPDATE, settings(), Optional.empty());
        }
        if (rows == Rows.NOT_MATCHED_BY_SOURCE) {
            throw reader.mistake(star, "rows that the source has not can't take its values; name columns: SET a = …");
        }
        return new When(rows, condition, Clause.Kind.UPDATE, List.of(), Optional.of(star));
    }

    private When insertClause(Rows rows, Optional<SqlText> condition) {
        if (!reader.skip("INSERT")) {
            throw reader.unexpected("INSERT");
        }
        SqlToken star = reader.peek();
        if (reader.skip("*")) {
            return new When(rows, condition, Clause.Kind.INSERT, List.of(), Optional.of(star));
        }
        List<List<SqlToken>> columns = columns();
        if (columns.isEmpty()) {
            throw reader.unexpected("* or the columns in brackets");
        }
        SqlToken place = reader.peek();
        reader.require("VALUES", " behind the columns");
        List<Optional<SqlText>> values = row();
        if (values.size() != columns.size()) {
            throw reader.mistake(
                    place, values.size() + " values for " + columns.size() + " columns; give each its own");
        }
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (values.get(i).isPresent()) {
                settings.add(new Setting(columns.get(i), values.get(i)));
            }
        }
        return new When(rows, condition, Clause.Kind.INSERT, settings, Optional.empty());
    }

    private List<List<SqlToken>> columns() {
        List<List<SqlToken>> columns = new ArrayList<>();
        if (reader.skip("(")) {
            do {
                columns.add(reader.name("the name of a column"));
            } while (reader.skip(","));
            reader.require(")", " behind the columns");
        }
        return columns;
    }

    /** Values in brackets; empty for a column's default. */
    private List<Optional<SqlText>> row() {
        List<Optional<SqlText>> values = new ArrayList<>();
        reader.require("(", " and values");
        do {
            if (reader.peek().isWord("DEFAULT")
                    && (reader.peek(1).isSign(",") || reader.peek(1).isSign(")"))) {
                reader.next();
                values.add(Optional.empty());
            } else {
                values.add(Optional.of(reader.expression("a value", token -> token.isSign(","))));
            }
        } while (reader.skip(","));
        reader.require(")", " or a comma behind the value");
        return values;
    }

    private DmlStatement insert() {
        if (reader.peek().isWord("OVERWRITE")) {
            throw reader.unexpected("INTO; to put rows in the place of others, DELETE these first");
        }
        reader.require("INTO", " behind INSERT");
        reader.skip("TABLE");
        TableReference target = tables.targetOfInsert();
        List<List<SqlToken>> columns = columns();
        SqlToken place = reader.peek();
        if (reader.skip("VALUES")) {
            List<List<Optional<SqlText>>> rows = new ArrayList<>();
            do {
                rows.add(row());
            } while (reader.skip(","));
            reader.requireEnd("a comma");
            return new InsertStatement(sql, target, Optional.empty(), columns, rows, place.begin());
        }
        boolean isTable = reader.skip("TABLE");
        if (!isTable && !place.isWord("SELECT") && !place.isWord("WITH") && !place.isSign("(")) {
            throw reader.unexpected("VALUES, SELECT or TABLE and a table or a file");
        }
        TableReference source = isTable ? tables.source() : TableParser.query(reader.rest());
        if (isTable) {
            reader.requireEnd("nothing more");
        }
        return new InsertStatement(sql, target, Optional.of(source), columns, List.of(), place.begin());
    }
}
