package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;

/** Binds what is written with signs and words between its operands. */
final class Operators {

    private Operators() {}

    static Expression condition(Binder binder, SqlCall call) throws FormulaMistake {
        SqlNode first = call.operand(0);
        return switch (call.getKind()) {
            case AND -> Comparisons.and(truth(binder, first), truth(binder, call.operand(1)));
            case OR -> Comparisons.or(truth(binder, first), truth(binder, call.operand(1)));
            case NOT -> Comparisons.negated(truth(binder, first));
            case IN -> in(binder, call);
            case NOT_IN -> Comparisons.negated(in(binder, call));
            case BETWEEN -> between(binder, call);
            case LIKE, RLIKE -> like(binder, call);
            case EQUALS -> equal(binder, first, call.operand(1));
            case NOT_EQUALS -> compare(binder, call, s -> s != 0);
            case LESS_THAN -> compare(binder, call, s -> s < 0);
            case LESS_THAN_OR_EQUAL -> compare(binder, call, s -> s <= 0);
            case GREATER_THAN -> compare(binder, call, s -> s > 0);
            case GREATER_THAN_OR_EQUAL -> compare(binder, call, s -> s >= 0);
            case IS_NOT_DISTINCT_FROM -> same(binder, call);
            case IS_DISTINCT_FROM -> Comparisons.negated(same(binder, call));
            case IS_NULL -> isNull(binder.bind(first), true);
            case IS_NOT_NULL -> isNull(binder.bind(first), false);
            case IS_TRUE -> is(truth(binder, first), true, true);
            case IS_NOT_TRUE -> is(truth(binder, first), true, false);
            case IS_FALSE -> is(truth(binder, first), false, true);
            case IS_NOT_FALSE -> is(truth(binder, first), false, false);
            default -> throw binder.unsupported(call, call.getOperator().getName());
        };
    }

    static Expression equal(Binder binder, SqlNode a, SqlNode b) throws FormulaMistake {
        List<Expression> pair = pair(binder, a, b);
        return Comparisons.compare(pair.get(0), pair.get(1), s -> s == 0);
    }

    private static Expression compare(Binder binder, SqlCall call, Comparisons.Test test) throws FormulaMistake {
        List<Expression> pair = pair(binder, call.operand(0), call.operand(1));
        return Comparisons.compare(pair.get(0), pair.get(1), test);
    }

    private static Expression same(Binder binder, SqlCall call) throws FormulaMistake {
        List<Expression> pair = pair(binder, call.operand(0), call.operand(1));
        return Comparisons.same(pair.get(0), pair.get(1));
    }

    private static List<Expression> pair(Binder binder, SqlNode a, SqlNode b) throws FormulaMistake {
        return comparable(List.of(binder.bind(a), binder.bind(b)), binder.offset(a));
    }

    private static List<Expression> comparable(List<Expression> all, int offset) throws FormulaMistake {
        try {
            return Binder.unified(all, offset);
        } catch (FormulaMistake e) {
            throw new FormulaMistake(
                    offset,
                    "can't compare " + all.get(0).type().word() + " with "
                            + all.get(all.size() - 1).type().word(),
                    all.get(0).type() == ValueType.TIMESTAMP ? "write TIMESTAMP '2013-01-01 00:00:00'" : e.remedy());
        }
    }

    private static Expression truth(Binder binder, SqlNode node) throws FormulaMistake {
        return Types.wanted(binder.bind(node), ValueType.BOOLEAN, binder.offset(node));
    }

    private static Expression isNull(Expression e, boolean wanted) {
        return Nodes.ofBoolean(at -> {
            boolean is = Nodes.isNull(e, at) == wanted;
            at.wasNull(false);
            return is;
        });
    }

    private static Expression is(Expression e, boolean truth, boolean wanted) {
        return Nodes.ofBoolean(at -> {
            boolean value = e.evalBoolean(at);
            boolean is = !at.wasNull() && value == truth;
            at.wasNull(false);
            return is == wanted;
        });
    }

    private static Expression in(Binder binder, SqlCall call) throws FormulaMistake {
        if (!(call.operand(1) instanceof SqlNodeList list)) {
            throw binder.unsupported(call, "IN with a query");
        }
        List<Expression> all = new ArrayList<>();
        all.add(binder.bind(call.operand(0)));
        all.addAll(binder.bindAll(list));
        List<Expression> same = comparable(all, binder.offset(call));
        return Comparisons.in(same.get(0), same.subList(1, same.size()));
    }

    private static Expression between(Binder binder, SqlCall call) throws FormulaMistake {
        List<Expression> all = comparable(binder.bindAll(call), binder.offset(call));
        var operator = (SqlBetweenOperator) call.getOperator();
        Expression inside = isBetween(all.get(0), all.get(1), all.get(2));
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            inside = Comparisons.or(inside, isBetween(all.get(0), all.get(2), all.get(1)));
        }
        return operator.isNegated() ? Comparisons.negated(inside) : inside;
    }

    private static Expression isBetween(Expression value, Expression low, Expression high) {
        return Comparisons.and(
                Comparisons.compare(value, low, s -> s >= 0), Comparisons.compare(value, high, s -> s <= 0));
    }

    private static Expression like(Binder binder, SqlCall call) throws FormulaMistake {
        var operator = (SqlLikeOperator) call.getOperator();
        Expression value = Types.wanted(binder.bind(call.operand(0)), ValueType.STRING, binder.offset(call.operand(0)));
        Expression pattern =
                Types.wanted(binder.bind(call.operand(1)), ValueType.STRING, binder.offset(call.operand(1)));
        char escape = call.operandCount() < 3 ? '\\' : escape(binder, call.operand(2));
        String word = operator.getName().toUpperCase(Locale.ROOT);
        try {
            Expression matches = word.contains("RLIKE")
                    ? Patterns.find(value, pattern)
                    : Patterns.like(value, pattern, escape, word.contains("ILIKE"));
            return operator.isNegated() ? Comparisons.negated(matches) : matches;
        } catch (IllegalArgumentException e) {
            throw new FormulaMistake(
                    binder.offset(call.operand(1)), String.valueOf(e.getMessage()), "correct the pattern");
        }
    }

    private static char escape(Binder binder, SqlNode node) throws FormulaMistake {
        String escape = binder.bind(node) instanceof Constant c ? c.evalText(new Evaluation()) : null;
        if (escape == null || escape.length() != 1) {
            throw new FormulaMistake(binder.offset(node), "ESCAPE is not one character", "write ESCAPE '!'");
        }
        return escape.charAt(0);
    }

    static Expression arithmetic(Binder binder, SqlCall call) throws FormulaMistake {
        Expression a = binder.bind(call.operand(0));
        String sign = call.getOperator().getName();
        if (call.operandCount() == 1) {
            if (!a.type().isNumeric() && a.type() != ValueType.INTERVAL) {
                throw mismatch(binder, call, a.type().word());
            }
            return sign.equals("+") ? a : signed(a);
        }
        Expression b = binder.bind(call.operand(1));
        char operator = sign.equalsIgnoreCase("MOD") ? '%' : sign.charAt(0);
        if (bothNumeric(a, b)) {
            return numbers(operator, a, b);
        }
        return TimeArithmetic.of(operator, a, b)
                .orElseThrow(() -> mismatch(
                        binder,
                        call,
                        a.type().word() + " " + operator + " " + b.type().word()));
    }

    /** A negative literal stays a literal: it can be the least number. */
    private static Expression signed(Expression e) {
        if (e.isConstant() && (e.type() == ValueType.INT || e.type() == ValueType.LONG)) {
            return Casts.literal(
                    java.math.BigDecimal.valueOf(e.evalLong(new Evaluation())).negate());
        }
        return Arithmetic.negated(e);
    }

    private static boolean bothNumeric(Expression a, Expression b) {
        return (a.type().isNumeric() || Constant.isUntypedNull(a))
                && (b.type().isNumeric() || Constant.isUntypedNull(b));
    }

    static Expression numbers(char operator, Expression a, Expression b) {
        ValueType type =
                operator == '/' ? ValueType.DOUBLE : Types.common(List.of(a, b)).orElse(ValueType.DOUBLE);
        Expression x = Types.widened(a, type).orElseThrow();
        Expression y = Types.widened(b, type).orElseThrow();
        boolean divides = operator == '/' || operator == '%';
        if (type == ValueType.DOUBLE) {
            Arithmetic.DoubleOp op = Arithmetic.decimal(operator);
            return divides ? Arithmetic.doublesDivisorFirst(x, y, op) : Arithmetic.doubles(x, y, op);
        }
        Arithmetic.LongOp op = Arithmetic.exact(operator, type);
        return divides ? Arithmetic.longsDivisorFirst(type, x, y, op) : Arithmetic.longs(type, x, y, op);
    }

    private static FormulaMistake mismatch(Binder binder, SqlCall call, String types) {
        return new FormulaMistake(
                binder.offset(call),
                "can't calculate '" + call.getOperator().getName() + "' of " + types,
                "cast the operands to numbers, or to a timestamp and an interval");
    }

    /** Operators whose names Calcite keeps apart from their kinds. */
    static Expression other(Binder binder, SqlCall call) throws FormulaMistake {
        String name = call.getOperator().getName();
        if (name.equals("||")) {
            List<Expression> parts = new ArrayList<>();
            for (SqlNode operand : call.getOperandList()) {
                parts.add(Types.wanted(binder.bind(operand), ValueType.STRING, binder.offset(operand)));
            }
            return TextFunctions.concatenated(parts);
        }
        if (name.equals("<=>")) {
            return same(binder, call);
        }
        throw binder.unsupported(call, name);
    }
}
