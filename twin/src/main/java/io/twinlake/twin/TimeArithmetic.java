package io.twinlake.twin;

import java.util.Optional;

/** {@code + - * /} of timestamps, dates and intervals. */
final class TimeArithmetic {

    private TimeArithmetic() {}

    static Optional<Expression> of(char operator, Expression a, Expression b) {
        return switch (operator) {
            case '+' -> sum(a, b).or(() -> sum(b, a));
            case '-' -> difference(a, b);
            case '*' -> a.type() == ValueType.INTERVAL ? product(a, b) : product(b, a);
            case '/' -> quotient(a, b);
            default -> Optional.empty();
        };
    }

    private static boolean isTime(Expression e) {
        return e.type() == ValueType.TIMESTAMP || e.type() == ValueType.DATE;
    }

    private static Optional<Expression> sum(Expression a, Expression b) {
        if (b.type() != ValueType.INTERVAL) {
            return Optional.empty();
        }
        if (isTime(a)) {
            return Optional.of(exact('+', ValueType.TIMESTAMP, timestamp(a), b));
        }
        return a.type() == ValueType.INTERVAL ? Optional.of(exact('+', ValueType.INTERVAL, a, b)) : Optional.empty();
    }

    private static Optional<Expression> difference(Expression a, Expression b) {
        if (isTime(a) && isTime(b)) {
            return Optional.of(exact('-', ValueType.INTERVAL, timestamp(a), timestamp(b)));
        }
        if (isTime(a) && b.type() == ValueType.INTERVAL) {
            return Optional.of(exact('-', ValueType.TIMESTAMP, timestamp(a), b));
        }
        return a.type() == ValueType.INTERVAL && b.type() == ValueType.INTERVAL
                ? Optional.of(exact('-', ValueType.INTERVAL, a, b))
                : Optional.empty();
    }

    private static Optional<Expression> product(Expression interval, Expression number) {
        if (interval.type() != ValueType.INTERVAL || !number.type().isNumeric()) {
            return Optional.empty();
        }
        return Optional.of(
                number.type() == ValueType.DOUBLE
                        ? scaled(interval, number, (micros, by) -> micros * by)
                        : exact('*', ValueType.INTERVAL, interval, number));
    }

    private static Optional<Expression> quotient(Expression a, Expression b) {
        if (a.type() != ValueType.INTERVAL || !b.type().isNumeric()) {
            return Optional.empty();
        }
        return Optional.of(
                b.type() == ValueType.DOUBLE
                        ? scaled(a, b, Arithmetic.decimal('/'))
                        : Arithmetic.longs(ValueType.INTERVAL, a, b, Arithmetic::dividedHalfUp));
    }

    private static Expression scaled(Expression interval, Expression number, Arithmetic.DoubleOp op) {
        return Nodes.ofLong(ValueType.INTERVAL, at -> {
            long micros = interval.evalLong(at);
            if (at.wasNull()) {
                return 0;
            }
            double by = number.evalDouble(at);
            return at.wasNull() ? 0 : Arithmetic.scaled(op.of((double) micros, by));
        });
    }

    private static Expression exact(char operator, ValueType type, Expression a, Expression b) {
        return Arithmetic.longs(type, a, b, Arithmetic.exact(operator, type));
    }

    private static Expression timestamp(Expression e) {
        return Types.widened(e, ValueType.TIMESTAMP).orElseThrow();
    }
}
