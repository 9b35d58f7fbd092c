package io.twinlake.twin;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code CAST} and {@code TRY_CAST} by Spark's ANSI rules: what does not fit is an error. */
final class Casts {

    private static final Map<String, ValueType> SQL_NAMES = Map.ofEntries(
            Map.entry("BOOLEAN", ValueType.BOOLEAN),
            Map.entry("INT", ValueType.INT),
            Map.entry("INTEGER", ValueType.INT),
            Map.entry("BIGINT", ValueType.LONG),
            Map.entry("LONG", ValueType.LONG),
            Map.entry("DOUBLE", ValueType.DOUBLE),
            Map.entry("STRING", ValueType.STRING),
            Map.entry("VARCHAR", ValueType.STRING),
            Map.entry("TIMESTAMP", ValueType.TIMESTAMP),
            Map.entry("DATE", ValueType.DATE));
    private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "1");
    private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "0");

    private Casts() {}

    static Optional<ValueType> named(String sqlName) {
        return Optional.ofNullable(SQL_NAMES.get(sqlName.toUpperCase(Locale.ROOT)));
    }

    static Set<String> names() {
        return SQL_NAMES.keySet();
    }

    static String sqlName(ValueType type) {
        return type == ValueType.LONG ? "BIGINT" : type.name();
    }

    static boolean isPossible(ValueType from, ValueType to) {
        if (from == to || to.widensFrom(from)) {
            return true;
        }
        return switch (to) {
            case STRING -> from != ValueType.GEO_POINT && from != ValueType.INTERVAL;
            case BOOLEAN -> from == ValueType.STRING || from.isNumeric();
            case INT, LONG, DOUBLE ->
                from == ValueType.STRING
                        || from.isNumeric()
                        || from == ValueType.BOOLEAN
                        || from == ValueType.TIMESTAMP;
            case TIMESTAMP -> from == ValueType.STRING || from.isNumeric();
            case DATE -> from == ValueType.STRING || from == ValueType.TIMESTAMP;
            case INTERVAL, GEO_POINT -> false;
        };
    }

    /** The cast, which {@link #isPossible is possible}. */
    static Expression cast(Expression e, ValueType to) {
        Optional<Expression> widened = Types.widened(e, to);
        if (widened.isPresent()) {
            return widened.get();
        }
        return switch (to) {
            case STRING -> toText(e);
            case BOOLEAN -> toBoolean(e);
            case INT -> Nodes.ofLong(to, narrowed(toLong(e)));
            case LONG -> Nodes.ofLong(to, toLong(e));
            case DOUBLE -> toDouble(e);
            case TIMESTAMP -> toTimestamp(e);
            case DATE -> toDate(e);
            case INTERVAL, GEO_POINT -> throw new IllegalStateException("no cast to " + to.word());
        };
    }

    /** The cast that gives null where {@code CAST} fails. */
    static Expression tryCast(Expression e, ValueType to) {
        Expression cast = cast(e, to);
        Expression none = Constant.nullOf(to);
        return Nodes.choosing(to, at -> fails(cast, at) ? none : cast);
    }

    private static boolean fails(Expression cast, Evaluation at) {
        try {
            Nodes.isNull(cast, at);
            return false;
        } catch (ArithmeticException | IllegalArgumentException e) {
            return true;
        }
    }

    private static Expression toText(Expression e) {
        return switch (e.type()) {
            case BOOLEAN ->
                Nodes.ofText(at -> {
                    boolean value = e.evalBoolean(at);
                    return at.wasNull() ? null : String.valueOf(value);
                });
            case DOUBLE ->
                Nodes.ofText(at -> {
                    double value = e.evalDouble(at);
                    return at.wasNull() ? null : Double.toString(value);
                });
            default -> Nodes.ofText(at -> wordText(e, at));
        };
    }

    private static @Nullable String wordText(Expression e, Evaluation at) {
        long value = e.evalLong(at);
        if (at.wasNull()) {
            return null;
        }
        return switch (e.type()) {
            case TIMESTAMP -> Times.timestampText(value);
            case DATE -> java.time.LocalDate.ofEpochDay(value).toString();
            default -> Long.toString(value);
        };
    }

    private static Expression toBoolean(Expression e) {
        return switch (e.type()) {
            case STRING ->
                Nodes.ofBoolean(at -> {
                    String text = e.evalText(at);
                    return text != null && truth(text);
                });
            case DOUBLE -> Nodes.ofBoolean(at -> e.evalDouble(at) != 0);
            default -> Nodes.ofBoolean(at -> e.evalLong(at) != 0);
        };
    }

    private static boolean truth(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            throw new IllegalArgumentException("'" + text + "' is not a boolean");
        }
        return TRUE.contains(word);
    }

    private static Nodes.LongEval toLong(Expression e) {
        return switch (e.type()) {
            case STRING ->
                at -> {
                    String text = e.evalText(at);
                    return text == null ? 0 : whole(text);
                };
            case DOUBLE ->
                at -> {
                    double value = e.evalDouble(at);
                    return at.wasNull() ? 0 : whole(value);
                };
            case BOOLEAN -> at -> e.evalBoolean(at) ? 1 : 0;
            case TIMESTAMP -> at -> Math.floorDiv(e.evalLong(at), Times.SECOND);
            default -> e::evalLong;
        };
    }

    /** Cut towards zero; an error if it is no long (2^63 is the greatest, as in Spark). */
    static long whole(double value) {
        if (Math.floor(value) <= 0x1p63 && Math.ceil(value) >= -0x1p63) {
            return (long) value;
        }
        throw new ArithmeticException(value + " does not fit into a bigint");
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static Nodes.LongEval narrowed(Nodes.LongEval wide) {
        return at -> {
            long value = wide.eval(at);
            return at.wasNull() ? 0 : Arithmetic.toInt(value);
        };
    }

    private static Expression toDouble(Expression e) {
        return switch (e.type()) {
            case STRING ->
                Nodes.ofDouble(at -> {
                    String text = e.evalText(at);
                    return text == null ? 0 : number(text);
                });
            case BOOLEAN -> Nodes.ofDouble(at -> e.evalBoolean(at) ? 1 : 0);
            default -> Nodes.ofDouble(at -> e.evalLong(at) / (double) Times.SECOND);
        };
    }

    private static double number(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> {
                if (!word.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?")) {
                    throw new IllegalArgumentException("'" + text + "' is not a number");
                }
                yield Double.parseDouble(word);
            }
        };
    }

    private static Expression toTimestamp(Expression e) {
        return switch (e.type()) {
            case STRING ->
                Nodes.ofLong(ValueType.TIMESTAMP, at -> {
                    String text = e.evalText(at);
                    return text == null ? 0 : Times.timestamp(text);
                });
            case DOUBLE ->
                Nodes.ofLong(ValueType.TIMESTAMP, at -> {
                    double seconds = e.evalDouble(at);
                    return at.wasNull() ? 0 : whole(seconds * Times.SECOND);
                });
            default -> Nodes.ofLong(ValueType.TIMESTAMP, at -> Math.multiplyExact(e.evalLong(at), Times.SECOND));
        };
    }

    private static Expression toDate(Expression e) {
        return e.type() == ValueType.STRING
                ? Nodes.ofLong(ValueType.DATE, at -> {
                    String text = e.evalText(at);
                    return text == null ? 0 : Times.date(text);
                })
                : Nodes.ofLong(ValueType.DATE, at -> Math.floorDiv(e.evalLong(at), Times.DAY));
    }

    /** A number of a literal: a whole one is INT or BIGINT as it fits, any other a DOUBLE. */
    static Constant literal(BigDecimal number) {
        if (number.scale() <= 0 && number.precision() - number.scale() <= 19) {
            long value;
            try {
                value = number.longValueExact();
            } catch (ArithmeticException e) {
                return Constant.decimal(number.doubleValue());
            }
            return Constant.word((int) value == value ? ValueType.INT : ValueType.LONG, value);
        }
        return Constant.decimal(number.doubleValue());
    }
}
