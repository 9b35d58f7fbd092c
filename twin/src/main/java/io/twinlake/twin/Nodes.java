package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** Nodes of compiled formulas, made of a function. Each leaves {@link Evaluation#wasNull} as its operands left it. */
final class Nodes {

    private Nodes() {}

    /** Gives a word. */
    interface LongEval {
        long eval(Evaluation at);
    }

    /** Gives a double. */
    interface DoubleEval {
        double eval(Evaluation at);
    }

    /** Gives a truth value. */
    interface BooleanEval {
        boolean eval(Evaluation at);
    }

    /** Gives a text, null for null; what it leaves in {@link Evaluation#wasNull} is of no matter. */
    interface TextEval {
        @Nullable
        String eval(Evaluation at);
    }

    /** Leaves a point. */
    interface PointEval {
        void eval(Evaluation at);
    }

    static Expression ofLong(ValueType type, LongEval eval) {
        return new Expression(type) {
            @Override
            long evalLong(Evaluation at) {
                return eval.eval(at);
            }
        };
    }

    static Expression ofDouble(DoubleEval eval) {
        return new Expression(ValueType.DOUBLE) {
            @Override
            double evalDouble(Evaluation at) {
                return eval.eval(at);
            }
        };
    }

    static Expression ofBoolean(BooleanEval eval) {
        return new Expression(ValueType.BOOLEAN) {
            @Override
            boolean evalBoolean(Evaluation at) {
                return eval.eval(at);
            }
        };
    }

    static Expression ofText(TextEval eval) {
        return new Expression(ValueType.STRING) {
            @Override
            @Nullable
            String evalText(Evaluation at) {
                String text = eval.eval(at);
                at.wasNull(text == null);
                return text;
            }
        };
    }

    static Expression ofPoint(PointEval eval) {
        return new Expression(ValueType.GEO_POINT) {
            @Override
            void evalPoint(Evaluation at) {
                eval.eval(at);
            }
        };
    }

    /** The value of any type, by the method of its type: for what chooses among values. */
    static Expression choosing(ValueType type, Choice choice) {
        return switch (type) {
            case BOOLEAN -> ofBoolean(at -> choice.of(at).evalBoolean(at));
            case DOUBLE -> ofDouble(at -> choice.of(at).evalDouble(at));
            case STRING -> ofText(at -> choice.of(at).evalText(at));
            case GEO_POINT -> ofPoint(at -> choice.of(at).evalPoint(at));
            case INT, LONG, TIMESTAMP, DATE, INTERVAL ->
                ofLong(type, at -> choice.of(at).evalLong(at));
        };
    }

    /** Which of several expressions is meant. */
    interface Choice {
        Expression of(Evaluation at);
    }

    /** Evaluates for nullness alone. */
    static boolean isNull(Expression e, Evaluation at) {
        switch (e.type()) {
            case BOOLEAN -> e.evalBoolean(at);
            case DOUBLE -> e.evalDouble(at);
            case STRING -> e.evalText(at);
            case GEO_POINT -> e.evalPoint(at);
            case INT, LONG, TIMESTAMP, DATE, INTERVAL -> e.evalLong(at);
        }
        return at.wasNull();
    }
}
