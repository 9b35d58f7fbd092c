package io.twinlake.format;

import java.util.List;

/**
 * A condition on a row, with SQL's three-valued logic: a row is kept where it is true. Columns are named by their path
 * ({@code a.b} for a field of a struct), ignoring case.
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

    /** How a column is compared with a literal. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST
    }

    /** True or false for every row. */
    record Always(boolean value) implements Predicate {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.always(value);
        }
    }

    /** {@code column operator literal}; unknown where the column is null. */
    record Compare(String column, Operator operator, Literal literal) implements Predicate {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compare(this);
        }
    }

    /** The column equals one of the literals. */
    record In(String column, List<Literal> literals) implements Predicate {
        public In {
            literals = List.copyOf(literals);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.in(this);
        }
    }

    record IsNull(String column) implements Predicate {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.isNull(this);
        }
    }

    record StartsWith(String column, String prefix) implements Predicate {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startsWith(this);
        }
    }

    record Not(Predicate predicate) implements Predicate {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.not(this);
        }
    }

    record And(List<Predicate> predicates) implements Predicate {
        public And {
            predicates = List.copyOf(predicates);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.and(this);
        }
    }

    record Or(List<Predicate> predicates) implements Predicate {
        public Or {
            predicates = List.copyOf(predicates);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.or(this);
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
