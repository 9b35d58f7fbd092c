package io.twinlake.query;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.Arrays;
import java.util.List;

/**
 * A predicate compiled against a schema: finds the rows for which it is true, by SQL's three-valued logic. Truth values
 * are numbers, false 0 &lt; unknown 1 &lt; true 2, so that AND is the least, OR the greatest and NOT the mirror image.
 */
final class RowFilter {

    private static final int FALSE = 0;
    private static final int UNKNOWN = 1;
    private static final int TRUE = 2;

    /** The truth of a condition in one row. */
    private interface Condition {
        int test(RowBatch batch, int row);
    }

    private final Condition condition;

    private RowFilter(Condition condition) {
        this.condition = condition;
    }

    /** @throws IllegalArgumentException if a column is not there or can't be compared with its literal */
    static RowFilter of(Predicate predicate, Schema schema) {
        return new RowFilter(predicate.match(new Compilation(schema)));
    }

    /** The rows that match: the batch itself where all do. */
    RowBatch apply(RowBatch batch) {
        int[] rows = matching(batch);
        return rows.length == batch.rows() ? batch : batch.select(rows);
    }

    /** Positions of the rows that match, ascending. */
    int[] matching(RowBatch batch) {
        int[] rows = new int[batch.rows()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (condition.test(batch, row) == TRUE) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static int truth(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Where a column's values are: the vector of a top column, or of a field inside structs. */
    private static final class Source {

        private final int[] path;

        Source(List<Integer> path) {
            this.path = path.stream().mapToInt(Integer::intValue).toArray();
        }

        ColumnVector vector(RowBatch batch) {
            ColumnVector vector = batch.column(path[0]);
            for (int i = 1; i < path.length; i++) {
                vector = ((StructVector) vector).field(path[i]);
            }
            return vector;
        }
    }

    private record Compilation(Schema schema) implements Predicate.Cases<Condition> {

        @Override
        public Condition always(boolean value) {
            return (batch, row) -> truth(value);
        }

        @Override
        public Condition compare(Predicate.Compare predicate) {
            Source source = source(predicate.column());
            LiteralComparison literal = comparison(predicate.column(), predicate.literal());
            Predicate.Operator operator = predicate.operator();
            return (batch, row) -> {
                ColumnVector vector = source.vector(batch);
                return vector.isNull(row) ? UNKNOWN : truth(holds(operator, literal.compare(vector, row)));
            };
        }

        @Override
        public Condition in(Predicate.In predicate) {
            Source source = source(predicate.column());
            List<LiteralComparison> literals = predicate.literals().stream()
                    .map(literal -> comparison(predicate.column(), literal))
                    .toList();
            return (batch, row) -> {
                ColumnVector vector = source.vector(batch);
                if (vector.isNull(row)) {
                    return UNKNOWN;
                }
                return truth(literals.stream().anyMatch(literal -> literal.compare(vector, row) == 0));
            };
        }

        @Override
        public Condition isNull(Predicate.IsNull predicate) {
            Source source = source(predicate.column());
            return (batch, row) -> truth(source.vector(batch).isNull(row));
        }

        @Override
        public Condition startsWith(Predicate.StartsWith predicate) {
            Source source = source(predicate.column());
            LiteralComparison prefix = comparison(predicate.column(), Literal.of(predicate.prefix()));
            return (batch, row) -> {
                ColumnVector vector = source.vector(batch);
                return vector.isNull(row) ? UNKNOWN : truth(prefix.isPrefix(vector, row));
            };
        }

        @Override
        public Condition not(Predicate.Not predicate) {
            Condition inner = predicate.predicate().match(this);
            return (batch, row) -> TRUE - inner.test(batch, row);
        }

        @Override
        public Condition and(Predicate.And predicate) {
            List<Condition> parts = predicate.predicates().stream()
                    .map(part -> part.match(this))
                    .toList();
            return (batch, row) -> {
                int least = TRUE;
                for (int i = 0; i < parts.size() && least > FALSE; i++) {
                    least = Math.min(least, parts.get(i).test(batch, row));
                }
                return least;
            };
        }

        @Override
        public Condition or(Predicate.Or predicate) {
            List<Condition> parts = predicate.predicates().stream()
                    .map(part -> part.match(this))
                    .toList();
            return (batch, row) -> {
                int greatest = FALSE;
                for (int i = 0; i < parts.size() && greatest < TRUE; i++) {
                    greatest = Math.max(greatest, parts.get(i).test(batch, row));
                }
                return greatest;
            };
        }

        private Source source(String column) {
            return new Source(Columns.path(schema, column));
        }

        private LiteralComparison comparison(String column, Literal literal) {
            return LiteralComparison.of(column, Columns.type(schema, Columns.path(schema, column)), literal);
        }

        private static boolean holds(Predicate.Operator operator, int comparison) {
            return switch (operator) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case GREATER -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }
}
