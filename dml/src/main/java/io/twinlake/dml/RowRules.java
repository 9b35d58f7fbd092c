package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.log.ColumnRules;
import io.twinlake.log.Snapshot;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.twin.ExpressionException;
import io.twinlake.twin.RowFormula;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a table asks of every row that is written to it, compiled: constraints, invariants, NOT NULL, generated columns; and
 * what it fills in where a row is silent. What can't be understood refuses the write.
 */
final class RowRules {

    /** But for those of the wildcards of LIKE, which all read alike. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?![%_])");

    private final String table;
    private final Schema schema;
    private final NotNull notNull;
    private final ColumnRules rules;
    private final Instant now;
    private final Map<String, RowFormula> conditions = new LinkedHashMap<>();
    private final Map<String, RowFormula> generated = new LinkedHashMap<>();

    private RowRules(Snapshot snapshot, ColumnRules rules, NotNull notNull) {
        this.table = snapshot.table().toString();
        this.schema = snapshot.schema();
        this.notNull = notNull;
        this.rules = rules;
        this.now = snapshot.environment().clock().instant();
        rules.conditions()
                .forEach((name, sql) -> conditions.put(
                        name, understood("constraint " + name, sql, () -> RowFormula.condition(sql, schema))));
        rules.generated()
                .forEach((column, sql) -> generated.put(
                        column,
                        understood(
                                "generated column " + column,
                                sql,
                                () -> RowFormula.value(
                                        sql, schema, field(column).type()))));
    }

    /** @throws UnsupportedTableException naming the rule that is not understood */
    static RowRules of(Snapshot snapshot) {
        return new RowRules(snapshot, ColumnRules.of(snapshot.metadata()), new NotNull(snapshot.schema()));
    }

    /** One constraint for rows of a table, and none of those that it has. */
    static RowRules only(Snapshot snapshot, String name, String sql) {
        return new RowRules(
                snapshot, new ColumnRules(Map.of(name, sql), Map.of(), Map.of()), new NotNull(new Schema(List.of())));
    }

    /** A text that clients read differently is no rule that one of them could keep for all. */
    private <T> T understood(String rule, String sql, Supplier<T> compiled) {
        try {
            if (ESCAPE.matcher(sql).find()) {
                throw new IllegalArgumentException(
                        "'" + sql
                                + "' is not understood: a backslash begins an escape in Spark's SQL and stands for itself elsewhere");
            }
            return compiled.get();
        } catch (IllegalArgumentException e) {
            throw new UnsupportedTableException(
                    rule + " of " + table + ": " + e.getMessage() + ". Rows that nobody can check are not written;"
                            + " use another client for this table",
                    e);
        }
    }

    private Field field(String column) {
        return schema.field(schema.indexOf(column).orElseThrow());
    }

    /** Rows of all columns of the table, from rows of some of them. */
    RowBatch complete(RowBatch rows) {
        List<ColumnVector> columns = new ArrayList<>();
        requireKnown(rows.schema());
        for (Field field : schema.fields()) {
            OptionalInt given = rows.schema().indexOf(field.name());
            columns.add(given.isPresent() ? given(rows, given.getAsInt(), field) : silent(field, rows.rows()));
        }
        RowBatch base = RowBatch.of(schema, columns, rows.rows());
        for (String column : generated.keySet()) {
            if (rows.schema().indexOf(column).isEmpty()) {
                columns.set(schema.indexOf(column).orElseThrow(), generate(column, base));
            }
        }
        return RowBatch.of(schema, columns, rows.rows());
    }

    private void requireKnown(Schema given) {
        for (Field field : given.fields()) {
            if (schema.indexOf(field.name()).isEmpty()) {
                throw new IllegalArgumentException("column '" + field.name() + "' is not in " + table
                        + ", which has "
                        + schema.fields().stream().map(Field::name).toList()
                        + "; add it to the table first, or leave it out");
            }
        }
    }

    private ColumnVector given(RowBatch rows, int position, Field field) {
        if (!Shape.isSame(rows.schema().field(position).type(), field.type())) {
            throw new IllegalArgumentException("column '" + field.name() + "' is of type "
                    + rows.schema().field(position).type() + ", in " + table + " of type " + field.type());
        }
        return rows.column(position);
    }

    /** The default where there is one; generated columns come afterwards. */
    private ColumnVector silent(Field field, int rows) {
        String sql = rules.defaults().get(field.name());
        return sql == null
                ? Vectors.constant(field.type(), Optional.empty(), rows)
                : understood("default of column " + field.name(), sql, () -> constant(sql, field.type(), rows));
    }

    /** The value of a default, the same for all rows of a write. */
    private ColumnVector constant(String sql, DataType type, int rows) {
        Optional<Literal> time = currentTime(sql, type);
        if (time.isPresent()) {
            return Vectors.constant(type, time, rows);
        }
        if (type instanceof DataType.Decimal) {
            return Vectors.constant(type, decimal(sql), rows);
        }
        RowFormula formula = RowFormula.value(sql, new Schema(List.of()), type);
        ColumnVector vector = Vectors.of(type);
        RowBatch none = RowBatch.of(new Schema(List.of()), List.of(), rows);
        for (int row = 0; row < rows; row++) {
            formula.append(none, row, vector);
        }
        return vector;
    }

    private Optional<Literal> currentTime(String sql, DataType type) {
        String call = sql.strip().toLowerCase(Locale.ROOT).replaceAll("\\s*\\(\\s*\\)$", "");
        boolean timestamp = call.equals("current_timestamp") || call.equals("now");
        if (timestamp && type == DataType.Primitive.TIMESTAMP) {
            return Optional.of(new Literal(now));
        }
        return call.equals("current_date") && type == DataType.Primitive.DATE
                ? Optional.of(new Literal(LocalDate.ofInstant(now, ZoneOffset.UTC)))
                : Optional.empty();
    }

    private static Optional<Literal> decimal(String sql) {
        if (sql.strip().equalsIgnoreCase("null")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Literal(new BigDecimal(sql.strip())));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + sql + "' is not understood as a decimal", e);
        }
    }

    private ColumnVector generate(String column, RowBatch base) {
        RowFormula formula = Objects.requireNonNull(generated.get(column));
        ColumnVector vector = Vectors.of(field(column).type());
        for (int row = 0; row < base.rows(); row++) {
            append(formula, "generated column " + column, base, row, vector);
        }
        return vector;
    }

    private void append(RowFormula formula, String rule, RowBatch rows, int row, ColumnVector into) {
        try {
            formula.append(rows, row, into);
        } catch (ExpressionException | ArithmeticException e) {
            throw broken(rows, row, rule, formula, e.getMessage());
        }
    }

    /** Recomputes what is generated from columns that were changed, but for what was {@code given}. */
    RowBatch regenerated(RowBatch rows, java.util.Set<String> given) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            String name = schema.field(i).name();
            boolean stays = !generated.containsKey(name) || given.contains(name);
            columns.add(stays ? rows.column(i) : generate(name, rows));
        }
        return RowBatch.of(schema, columns, rows.rows());
    }

    /** @throws ConstraintViolationException naming the rule and showing the row */
    void check(RowBatch rows) {
        notNull.check(rows, table);
        conditions.forEach((name, condition) -> {
            for (int row = 0; row < rows.rows(); row++) {
                checkCondition(name, condition, rows, row);
            }
        });
        generated.keySet().forEach(column -> checkGenerated(column, rows));
    }

    private void checkCondition(String name, RowFormula condition, RowBatch rows, int row) {
        try {
            if (!condition.isTrue(rows, row)) {
                throw broken(rows, row, "constraint " + name, condition, "it is not true there");
            }
        } catch (ExpressionException e) {
            throw broken(rows, row, "constraint " + name, condition, e.getMessage());
        }
    }

    private void checkGenerated(String column, RowBatch rows) {
        ColumnVector expected = generate(column, rows);
        ColumnVector given = rows.column(schema.indexOf(column).orElseThrow());
        for (int row = 0; row < rows.rows(); row++) {
            if (!Objects.equals(Cells.of(expected, row), Cells.of(given, row))) {
                throw broken(
                        rows,
                        row,
                        "generated column " + column,
                        Objects.requireNonNull(generated.get(column)),
                        "it would be " + Cells.of(expected, row));
            }
        }
    }

    private ConstraintViolationException broken(
            RowBatch rows, int row, String rule, RowFormula sql, @org.jspecify.annotations.Nullable String why) {
        return new ConstraintViolationException("row " + Cells.show(rows, row) + " breaks " + rule + " (" + sql
                + ") of " + table + ": " + why + "; nothing was written. Correct the row");
    }
}
