package io.twinlake.dml;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.twin.RowFormula;
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

    private Condition(String text, Predicate predicate, boolean isSql) {
        this.text = text;
        this.predicate = predicate;
        this.isSql = isSql;
    }

    /** Every row. */
    public static Condition always() {
        return of(Predicate.TRUE);
    }

    public static Condition of(Predicate predicate) {
        return new Condition(predicate.toString(), predicate, false);
    }

    /** An SQL expression over the table's columns. */
    public static Condition sql(String expression) {
        return new Condition(expression, Predicate.TRUE, true);
    }

    boolean isAlways() {
        return !isSql && predicate.equals(Predicate.TRUE);
    }

    /** What files may hold such rows. @throws IllegalArgumentException as {@link #over} */
    Predicate pruning(Schema schema) {
        return isSql ? RowFormula.implied(text, schema) : predicate;
    }

    /** @throws IllegalArgumentException if it is not understood, or speaks of columns that are not there */
    Matcher over(Schema schema) {
        if (!isSql) {
            Predicate resolved = predicate.resolve(schema);
            return resolved::matching;
        }
        RowFormula formula = RowFormula.condition(text, schema);
        return batch -> IntStream.range(0, batch.rows())
                .filter(row -> formula.isTrue(batch, row))
                .toArray();
    }

    @Override
    public String toString() {
        return text;
    }
}
