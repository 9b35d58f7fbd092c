package io.twinlake.twin;

import java.util.List;

/** What chooses among values. */
final class Conditionals {

    private Conditionals() {}

    /** The value beside the first true condition, else the last value, which is one more than conditions. */
    static Expression choose(List<Expression> conditions, List<Expression> values) {
        Expression[] when = conditions.toArray(Expression[]::new);
        Expression[] then = values.toArray(Expression[]::new);
        return Nodes.choosing(then[0].type(), at -> {
            for (int i = 0; i < when.length; i++) {
                if (when[i].evalBoolean(at)) {
                    return then[i];
                }
            }
            return then[when.length];
        });
    }

    /** The first that is not null. */
    static Expression coalesce(List<Expression> values) {
        Expression[] all = values.toArray(Expression[]::new);
        return Nodes.choosing(all[0].type(), at -> {
            for (int i = 0; i < all.length - 1; i++) {
                if (!Nodes.isNull(all[i], at)) {
                    return all[i];
                }
            }
            return all[all.length - 1];
        });
    }

    /** The greatest ({@code sign} 1) or least (−1) of those that are not null. */
    static Expression extreme(List<Expression> values, int sign) {
        Expression best = values.get(0);
        for (Expression next : values.subList(1, values.size())) {
            best = better(best, next, sign);
        }
        return best;
    }

    private static Expression better(Expression a, Expression b, int sign) {
        Expression bWins = Comparisons.compare(b, a, s -> s * sign > 0);
        return Nodes.choosing(a.type(), at -> Nodes.isNull(a, at) || bWins.evalBoolean(at) ? b : a);
    }

    static void addTo(FunctionTable.Builder table) {
        table.section("Choosing");
        table.add("coalesce(x, …)", "the first that is not null", 1, 64, a -> coalesce(a.unified()));
        table.add("ifnull(x, y)", "y where x is null", 2, 2, a -> coalesce(a.unified()));
        table.add("nvl(x, y)", "y where x is null", 2, 2, a -> coalesce(a.unified()));
        table.add("nullif(x, y)", "null where x = y, else x", 2, 2, a -> {
            List<Expression> pair = a.unified();
            Expression equal = Comparisons.compare(pair.get(0), pair.get(1), s -> s == 0);
            return choose(List.of(equal), List.of(Constant.nullOf(pair.get(0).type()), pair.get(0)));
        });
        table.add("if(condition, x, y)", "x where the condition is true, else y", 3, 3, Conditionals::choice);
        table.add("iff(condition, x, y)", "as if", 3, 3, Conditionals::choice);
        table.add("greatest(x, y, …)", "the greatest of those that are not null", 2, 64, a -> extreme(a.unified(), 1));
        table.add("least(x, y, …)", "the least of those that are not null", 2, 64, a -> extreme(a.unified(), -1));
        table.add("isnull(x)", "whether x is null", 1, 1, a -> isNull(a.get(0), true));
        table.add("isnotnull(x)", "whether x is not null", 1, 1, a -> isNull(a.get(0), false));
    }

    private static Expression choice(Arguments a) throws FormulaMistake {
        return choose(List.of(a.as(0, ValueType.BOOLEAN)), a.unifiedFrom(1));
    }

    private static Expression isNull(Expression e, boolean wanted) {
        return Nodes.ofBoolean(at -> {
            boolean is = Nodes.isNull(e, at) == wanted;
            at.wasNull(false);
            return is;
        });
    }
}
