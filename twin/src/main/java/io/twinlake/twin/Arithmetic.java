package io.twinlake.twin;

/** {@code + - * / %} by Spark's ANSI rules: overflow and division by zero are errors; {@code /} gives a double. */
final class Arithmetic {

    private Arithmetic() {}

    /** Two words into one; may throw {@link ArithmeticException}. */
    interface LongOp {
        long of(long a, long b);
    }

    /** Two doubles into one. */
    interface DoubleOp {
        double of(double a, double b);
    }

    static Expression longs(ValueType type, Expression a, Expression b, LongOp op) {
        return Nodes.ofLong(type, at -> {
            long x = a.evalLong(at);
            if (at.wasNull()) {
                return 0;
            }
            long y = b.evalLong(at);
            return at.wasNull() ? 0 : op.of(x, y);
        });
    }

    static Expression doubles(Expression a, Expression b, DoubleOp op) {
        return Nodes.ofDouble(at -> {
            double x = a.evalDouble(at);
            if (at.wasNull()) {
                return 0;
            }
            double y = b.evalDouble(at);
            return at.wasNull() ? 0 : op.of(x, y);
        });
    }

    /** A quotient or remainder: the divisor is looked at first, and a null in it is told before any error. */
    static Expression longsDivisorFirst(ValueType type, Expression a, Expression b, LongOp op) {
        return longs(type, b, a, (divisor, dividend) -> op.of(dividend, divisor));
    }

    /** A quotient or remainder: the divisor is looked at first, and a null in it is told before any error. */
    static Expression doublesDivisorFirst(Expression a, Expression b, DoubleOp op) {
        return doubles(b, a, (divisor, dividend) -> op.of(dividend, divisor));
    }

    static LongOp exact(char operator, ValueType type) {
        LongOp op = switch (operator) {
            case '+' -> Math::addExact;
            case '-' -> Math::subtractExact;
            case '*' -> Math::multiplyExact;
            case '%' -> Arithmetic::remainder;
            default -> throw new IllegalStateException("operator " + operator);
        };
        return (a, b) -> {
            try {
                long result = op.of(a, b);
                return type == ValueType.INT ? toInt(result) : result;
            } catch (ArithmeticException e) {
                throw b == 0 && operator == '%' ? e : overflow(a + " " + operator + " " + b, type);
            }
        };
    }

    static DoubleOp decimal(char operator) {
        return switch (operator) {
            case '+' -> (a, b) -> a + b;
            case '-' -> (a, b) -> a - b;
            case '*' -> (a, b) -> a * b;
            case '/' -> (a, b) -> a / notZero(b);
            case '%' -> (a, b) -> a % notZero(b);
            default -> throw new IllegalStateException("operator " + operator);
        };
    }

    private static long remainder(long a, long b) {
        if (b == 0) {
            throw new ArithmeticException("division by zero");
        }
        return a % b;
    }

    private static double notZero(double divisor) {
        if (divisor == 0) {
            throw new ArithmeticException("division by zero");
        }
        return divisor;
    }

    static long toInt(long value) {
        if ((int) value != value) {
            throw new ArithmeticException(value + " does not fit into an int");
        }
        return value;
    }

    private static ArithmeticException overflow(String what, ValueType type) {
        return new ArithmeticException("overflow: " + what + " does not fit into " + type.word());
    }

    static Expression negated(Expression e) {
        return e.type() == ValueType.DOUBLE
                ? Nodes.ofDouble(at -> -e.evalDouble(at))
                : Nodes.ofLong(e.type(), at -> {
                    long value = Math.negateExact(e.evalLong(at));
                    return e.type() == ValueType.INT ? toInt(value) : value;
                });
    }

    static Expression absolute(Expression e) {
        return e.type() == ValueType.DOUBLE
                ? Nodes.ofDouble(at -> Math.abs(e.evalDouble(at)))
                : Nodes.ofLong(e.type(), at -> {
                    long value = Math.absExact(e.evalLong(at));
                    return e.type() == ValueType.INT ? toInt(value) : value;
                });
    }

    /** Microseconds times or through a number, rounded half away from zero. */
    static long scaled(double micros) {
        double whole = Math.floor(Math.abs(micros));
        double rounded = Math.abs(micros) - whole >= 0.5 ? whole + 1 : whole;
        return Casts.whole(Math.copySign(rounded, micros));
    }

    static long dividedHalfUp(long micros, long by) {
        if (by == 0) {
            throw new ArithmeticException("division by zero");
        }
        long quotient = micros / by;
        long rest = Math.abs(micros % by);
        boolean up = rest >= Math.abs(by) - rest;
        int away = (micros < 0) == (by < 0) ? 1 : -1;
        return up ? quotient + away : quotient;
    }
}
