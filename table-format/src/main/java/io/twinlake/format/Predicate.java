package io.twinlake.format;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A condition on a row, with SQL's three-valued logic: a row is kept where it is true. Columns are named by their path
 * ({@code a.b} for a field of a struct, {@code `a.b`} for a column whose name has a dot; {@link ColumnPath}), ignoring
 * case.
 */
public sealed interface Predicate {

    /** One method a case. */
    interface Cases<R> {
        R always(boolean value);

        R compare(Compare predicate);

        R in(In predicate);

        R isNull(IsNull predicate);

        R startsWith(StartsWith predicate);

        R not(Not predicate);

        R and(And predicate);

        R or(Or predicate);
    }

    <R> R match(Cases<R> cases);

    /**
     * What a file's statistics say of its rows: a file of which they say {@link Tri#NO} need not be read.
     *
     * @throws IllegalArgumentException as {@link #resolve}
     */
    Tri on(FileStatistics statistics, Schema schema);

    /** The rows of a batch for which this is true, in order. @throws IllegalArgumentException as {@link #resolve} */
    int[] matching(RowBatch batch);

    /**
     * This with its columns named as {@code schema} names them.
     *
     * @throws IllegalArgumentException naming a column that is not there and the nearest one, or a literal that does not
     *     fit its column
     */
    Predicate resolve(Schema schema);

    /** What is the same for every case. Apart from {@link Predicate}, whose constant is a case itself. */
    sealed interface Case extends Predicate {
        @Override
        default Tri on(FileStatistics statistics, Schema schema) {
            return statistics.rows().orElse(1) == 0
                    ? Tri.NO
                    : match(new StatisticsEvaluation(statistics, schema)).tri();
        }

        @Override
        default int[] matching(RowBatch batch) {
            byte[] outcomes = match(new RowEvaluation(batch));
            return IntStream.range(0, outcomes.length)
                    .filter(row -> outcomes[row] == RowEvaluation.TRUE)
                    .toArray();
        }

        @Override
        default Predicate resolve(Schema schema) {
            return match(new Resolution(schema));
        }
    }

    /** How a column is compared with a literal. */
    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        /** The operator that says the same with its sides exchanged. */
        public Operator mirrored() {
            return switch (this) {
                case EQUAL, NOT_EQUAL -> this;
                case LESS -> GREATER;
                case AT_MOST -> AT_LEAST;
                case GREATER -> LESS;
                case AT_LEAST -> AT_MOST;
            };
        }

        /** The operator that is true where this one is false. */
        public Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> AT_LEAST;
                case AT_MOST -> GREATER;
                case GREATER -> AT_MOST;
                case AT_LEAST -> LESS;
            };
        }
    }

    /** True or false for every row. */
    record Always(boolean value) implements Case {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.always(value);
        }

        @Override
        public String toString() {
            return value ? "true" : "false";
        }
    }

    /** {@code column operator literal}; unknown where the column is null. */
    record Compare(String column, Operator operator, Literal literal) implements Case {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compare(this);
        }

        @Override
        public String toString() {
            return column + " " + operator.sign + " " + literal;
        }
    }

    /** The column equals one of the literals. */
    record In(String column, List<Literal> literals) implements Case {
        public In {
            literals = List.copyOf(literals);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.in(this);
        }

        @Override
        public String toString() {
            return column + literals.stream().map(Literal::toString).collect(Collectors.joining(", ", " in (", ")"));
        }
    }

    record IsNull(String column) implements Case {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.isNull(this);
        }

        @Override
        public String toString() {
            return column + " is null";
        }
    }

    record StartsWith(String column, String prefix) implements Case {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startsWith(this);
        }

        @Override
        public String toString() {
            return column + " starts with " + new Literal(prefix);
        }
    }

    record Not(Predicate predicate) implements Case {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.not(this);
        }

        @Override
        public String toString() {
            return "not (" + predicate + ")";
        }
    }

    record And(List<Predicate> predicates) implements Case {
        public And {
            predicates = List.copyOf(predicates);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.and(this);
        }

        @Override
        public String toString() {
            return predicates.stream().map(Predicate::toString).collect(Collectors.joining(" and ", "(", ")"));
        }
    }

    record Or(List<Predicate> predicates) implements Case {
        public Or {
            predicates = List.copyOf(predicates);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.or(this);
        }

        @Override
        public String toString() {
            return predicates.stream().map(Predicate::toString).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    Predicate TRUE = new Always(true);

    static Predicate equal(String column, Object value) {
        return new Compare(column, Operator.EQUAL, Literal.of(value));
    }

    static Predicate atLeast(String column, Object value) {
        return new Compare(column, Operator.AT_LEAST, Literal.of(value));
    }

    static Predicate atMost(String column, Object value) {
        return new Compare(column, Operator.AT_MOST, Literal.of(value));
    }

    static Predicate and(Predicate... predicates) {
        return new And(List.of(predicates));
    }

    static Predicate or(Predicate... predicates) {
        return new Or(List.of(predicates));
    }

    static Predicate not(Predicate predicate) {
        return new Not(predicate);
    }
}
