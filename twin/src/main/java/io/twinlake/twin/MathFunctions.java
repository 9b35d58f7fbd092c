package io.twinlake.twin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;

/** Numbers. {@link StrictMath} throughout, so that every machine gives the same bits. */
final class MathFunctions {

    /** No number has more digits on either side of the point; exact arithmetic would try to count them. */
    private static final int MOST_PLACES = 400;

    private MathFunctions() {}

    static void addTo(FunctionTable.Builder table) {
        table.section("Numbers");
        table.add("abs(x)", "without its sign; a number or an interval", 1, 1, MathFunctions::absolute);
        table.add("sign(x)", "-1.0, 0.0 or 1.0", 1, 1, a -> unary(a, Math::signum));
        table.add("round(x[, places])", "to so many places, half away from zero", 1, 2, MathFunctions::round);
        table.add("floor(x)", "the next whole number below, as bigint", 1, 1, a -> whole(a, Math::floor));
        table.add("ceil(x)", "the next whole number above, as bigint", 1, 1, a -> whole(a, Math::ceil));
        table.add("mod(x, y)", "the remainder, as x % y", 2, 2, a -> numbers(a, '%'));
        table.add("sqrt(x)", "square root; NaN below 0", 1, 1, a -> unary(a, Math::sqrt));
        table.add("cbrt(x)", "cube root", 1, 1, a -> unary(a, StrictMath::cbrt));
        table.add("pow(x, y)", "x to the power of y", 2, 2, a -> binary(a, StrictMath::pow));
        table.add("power(x, y)", "as pow", 2, 2, a -> binary(a, StrictMath::pow));
        table.add("exp(x)", "e to the power of x", 1, 1, a -> unary(a, StrictMath::exp));
        table.add("ln(x)", "natural logarithm; null at 0 and below", 1, 1, a -> log(a, StrictMath::log));
        table.add("log10(x)", "logarithm to 10; null at 0 and below", 1, 1, a -> log(a, StrictMath::log10));
        table.add(
                "log2(x)",
                "logarithm to 2; null at 0 and below",
                1,
                1,
                a -> log(a, x -> StrictMath.log(x) / StrictMath.log(2)));
        trigonometry(table);
    }

    private static void trigonometry(FunctionTable.Builder table) {
        table.add("sin(x)", "sine of radians", 1, 1, a -> unary(a, StrictMath::sin));
        table.add("cos(x)", "cosine of radians", 1, 1, a -> unary(a, StrictMath::cos));
        table.add("tan(x)", "tangent of radians", 1, 1, a -> unary(a, StrictMath::tan));
        table.add("asin(x)", "arc sine", 1, 1, a -> unary(a, StrictMath::asin));
        table.add("acos(x)", "arc cosine", 1, 1, a -> unary(a, StrictMath::acos));
        table.add("atan(x)", "arc tangent", 1, 1, a -> unary(a, StrictMath::atan));
        table.add(
                "atan2(y, x)",
                "angle of the point (x, y)",
                2,
                2,
                a -> binary(a, (y, x) -> StrictMath.atan2(y + 0.0, x + 0.0)));
        table.add("radians(x)", "degrees in radians", 1, 1, a -> unary(a, Math::toRadians));
        table.add("degrees(x)", "radians in degrees", 1, 1, a -> unary(a, Math::toDegrees));
        table.add("pi()", "π", 0, 0, a -> Constant.decimal(Math.PI));
        table.add("isnan(x)", "whether x is not a number; false for null", 1, 1, a -> {
            Expression x = a.number(0);
            return Nodes.ofBoolean(at -> {
                boolean is = Double.isNaN(x.evalDouble(at)) && !at.wasNull();
                at.wasNull(false);
                return is;
            });
        });
    }

    private static Expression unary(Arguments a, DoubleUnaryOperator op) throws FormulaMistake {
        Expression x = a.number(0);
        return Nodes.ofDouble(at -> op.applyAsDouble(x.evalDouble(at)));
    }

    private static Expression binary(Arguments a, Arithmetic.DoubleOp op) throws FormulaMistake {
        return Arithmetic.doubles(a.number(0), a.number(1), op);
    }

    private static Expression numbers(Arguments a, char operator) throws FormulaMistake {
        a.number(0);
        a.number(1);
        return Operators.numbers(operator, a.get(0), a.get(1));
    }

    private static Expression log(Arguments a, DoubleUnaryOperator log) throws FormulaMistake {
        Expression x = a.number(0);
        DoublePredicate none = value -> value <= 0;
        return Nodes.ofDouble(at -> {
            double value = x.evalDouble(at);
            if (at.wasNull() || none.test(value)) {
                at.wasNull(true);
                return 0;
            }
            return log.applyAsDouble(value);
        });
    }

    private static Expression absolute(Arguments a) throws FormulaMistake {
        return a.get(0).type() == ValueType.INTERVAL || a.get(0).type().isNumeric()
                ? Arithmetic.absolute(a.get(0))
                : a.number(0);
    }

    private static Expression whole(Arguments a, DoubleUnaryOperator op) throws FormulaMistake {
        if (a.get(0).type() != ValueType.DOUBLE) {
            return a.whole(0);
        }
        Expression x = a.get(0);
        return Nodes.ofLong(ValueType.LONG, at -> (long) op.applyAsDouble(x.evalDouble(at)));
    }

    private static Expression round(Arguments a) throws FormulaMistake {
        Expression places = a.size() > 1 ? a.as(1, ValueType.INT) : Constant.word(ValueType.INT, 0);
        if (a.get(0).type() == ValueType.INT || a.get(0).type() == ValueType.LONG) {
            ValueType type = a.get(0).type();
            return Arithmetic.longs(type, a.get(0), places, (x, p) -> {
                long rounded = p >= 0
                        ? x
                        : BigDecimal.valueOf(x)
                                .setScale((int) Math.max(-MOST_PLACES, p), RoundingMode.HALF_UP)
                                .longValueExact();
                return type == ValueType.INT ? Arithmetic.toInt(rounded) : rounded;
            });
        }
        Expression x = a.number(0);
        return Nodes.ofDouble(at -> {
            long p = places.evalLong(at);
            if (at.wasNull()) {
                return 0;
            }
            double value = x.evalDouble(at);
            return at.wasNull() ? 0 : rounded(value, (int) p);
        });
    }

    static double rounded(double value, int places) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        int bounded = Math.max(-MOST_PLACES, Math.min(MOST_PLACES, places));
        return BigDecimal.valueOf(value).setScale(bounded, RoundingMode.HALF_UP).doubleValue();
    }
}
