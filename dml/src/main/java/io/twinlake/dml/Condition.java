package io.twinlake.dml;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.twin.ExpressionException;
import io.twinlake.twin.RowFormula;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows: a predicate or an SQL expression. A row is meant where it is true. Files are passed over by the predicate, and by
 * what an expression says of columns and constants: comparisons, IN, BETWEEN, IS NULL, and AND, OR, NOT of these.
 */
public final class Condition {

    /** Finds the rows of batches of one schema. */
    @FunctionalInterface
    interface Matcher {
        int[] matching(RowBatch batch);
    }

    private final String text;
    private final Predicate predicate;
    private final boolean isSql;
    private final List<String> table;

    private Condition(String text, Predicate predicate, boolean isSql, List<String> table) {
        this.table = List.copyOf(table);
        this.text = text;
        this.predicate = predicate;
        this.isSql = isSql;
    }

    /** Every row. */
    public static Condition always() {
        return of(Predicate.TRUE);
    }

    public static Condition of(Predicate predicate) {
        return new Condition(predicate.toString(), predicate, false, List.of());
    }

    /** An SQL expression over the table's columns. */
    public static Condition sql(String expression) {
        return sql(expression, List.of());
    }

    /** An SQL expression in which columns may stand behind these names of the table. */
    static Condition sql(String expression, List<String> table) {
        return new Condition(expression, Predicate.TRUE, true, table);
    }

    boolean isAlways() {
        return !isSql && predicate.equals(Predicate.TRUE);
    }

    /** What files may hold such rows. @throws IllegalArgumentException as {@link #over} */
    Predicate pruning(Sight sight) {
        return isSql ? RowFormula.implied(text, sight.with(table).relations().get(0)) : predicate;
    }

    /** @throws IllegalArgumentException if it is not understood, or speaks of columns that are not there */
    Matcher over(Sight sight) {
        if (!isSql) {
            Predicate resolved = predicate.resolve(sight.row());
            return resolved::matching;
        }
        RowFormula formula = RowFormula.condition(text, sight.with(table).relations());
        return batch -> IntStream.range(0, batch.rows())
                .filter(row -> isTrue(formula, batch, row))
                .toArray();
    }

    private static boolean isTrue(RowFormula formula, RowBatch batch, int row) {
        try {
            return formula.isTrue(batch, row);
        } catch (ExpressionException | ArithmeticException e) {
            throw new ConstraintViolationException(
                    "row " + Cells.show(batch, row) + " gives no value for the condition " + formula + ": "
                            + e.getMessage() + "; nothing was written. Correct the condition, or the row");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
