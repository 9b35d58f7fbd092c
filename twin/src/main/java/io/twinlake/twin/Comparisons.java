package io.twinlake.twin;

import java.util.List;

/** Comparisons by SQL's three-valued logic, over operands of one type. */
final class Comparisons {

    private Comparisons() {}

    /** What a comparison's sign says. */
    interface Test {
        boolean of(int sign);
    }

    /** The sign of two values that are not null. */
    private interface Sign {
        /** Leaves in {@link Evaluation#wasNull} whether one is null. */
        int of(Evaluation at);
    }

    static Expression compare(Expression a, Expression b, Test test) {
        Sign sign = sign(a, b);
        return Nodes.ofBoolean(at -> {
            int s = sign.of(at);
            return !at.wasNull() && test.of(s);
        });
    }

    /** {@code IS NOT DISTINCT FROM}: never null. */
    static Expression same(Expression a, Expression b) {
        Sign sign = sign(a, b);
        return Nodes.ofBoolean(at -> {
            boolean firstNull = Nodes.isNull(a, at);
            boolean secondNull = Nodes.isNull(b, at);
            boolean same = (firstNull || secondNull) ? firstNull == secondNull : sign.of(at) == 0;
            at.wasNull(false);
            return same;
        });
    }

    static Expression negated(Expression e) {
        return Nodes.ofBoolean(at -> {
            boolean value = e.evalBoolean(at);
            return !at.wasNull() && !value;
        });
    }

    static Expression and(Expression a, Expression b) {
        return Nodes.ofBoolean(at -> {
            boolean x = a.evalBoolean(at);
            boolean xNull = at.wasNull();
            if (!x && !xNull) {
                return false;
            }
            boolean y = b.evalBoolean(at);
            boolean yNull = at.wasNull();
            at.wasNull(yNull || (xNull && y));
            return !xNull && !yNull && y;
        });
    }

    static Expression or(Expression a, Expression b) {
        return Nodes.ofBoolean(at -> {
            boolean x = a.evalBoolean(at);
            boolean xNull = at.wasNull();
            if (x) {
                return true;
            }
            boolean y = b.evalBoolean(at);
            at.wasNull(!y && (xNull || at.wasNull()));
            return y;
        });
    }

    /** {@code a IN (list)}: null if none is equal and one is null. */
    static Expression in(Expression a, List<Expression> list) {
        List<Expression> equals =
                list.stream().map(b -> compare(a, b, s -> s == 0)).toList();
        return Nodes.ofBoolean(at -> {
            boolean sawNull = false;
            for (Expression equal : equals) {
                if (equal.evalBoolean(at)) {
                    return true;
                }
                sawNull |= at.wasNull();
            }
            at.wasNull(sawNull);
            return false;
        });
    }

    private static Sign sign(Expression a, Expression b) {
        return switch (a.type()) {
            case DOUBLE -> at -> doubles(a, b, at);
            case STRING -> at -> texts(a, b, at);
            case BOOLEAN -> at -> booleans(a, b, at);
            case GEO_POINT -> at -> points(a, b, at);
            case INT, LONG, TIMESTAMP, DATE, INTERVAL -> at -> longs(a, b, at);
        };
    }

    private static int doubles(Expression a, Expression b, Evaluation at) {
        double x = a.evalDouble(at);
        if (at.wasNull()) {
            return 0;
        }
        double y = b.evalDouble(at);
        return Doubles.compare(x, y);
    }

    private static int longs(Expression a, Expression b, Evaluation at) {
        long x = a.evalLong(at);
        if (at.wasNull()) {
            return 0;
        }
        long y = b.evalLong(at);
        return Long.compare(x, y);
    }

    private static int booleans(Expression a, Expression b, Evaluation at) {
        boolean x = a.evalBoolean(at);
        if (at.wasNull()) {
            return 0;
        }
        boolean y = b.evalBoolean(at);
        return Boolean.compare(x, y);
    }

    private static int texts(Expression a, Expression b, Evaluation at) {
        String x = a.evalText(at);
        if (x == null) {
            return 0;
        }
        String y = b.evalText(at);
        return y == null ? 0 : codePoints(x, y);
    }

    private static int points(Expression a, Expression b, Evaluation at) {
        a.evalPoint(at);
        double latitude = at.latitude();
        double longitude = at.longitude();
        if (at.wasNull()) {
            return 0;
        }
        b.evalPoint(at);
        int first = Doubles.compare(latitude, at.latitude());
        return first != 0 ? first : Doubles.compare(longitude, at.longitude());
    }

    /** The order of texts by code point, which is that of their UTF-8 bytes. */
    static int codePoints(String x, String y) {
        if (x.equals(y)) {
            return 0;
        }
        int end = Math.min(x.length(), y.length());
        for (int i = 0; i < end; i++) {
            char c = x.charAt(i);
            char d = y.charAt(i);
            if (c != d) {
                boolean oneIsSurrogate = Character.isSurrogate(c) != Character.isSurrogate(d);
                return oneIsSurrogate ? (Character.isSurrogate(c) ? 1 : -1) : Character.compare(c, d);
            }
        }
        return Integer.compare(x.length(), y.length());
    }
}
