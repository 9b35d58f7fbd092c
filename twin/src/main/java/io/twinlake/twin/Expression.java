package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/**
 * A node of a compiled formula. Of the eval methods only the one of its type is answered: {@code evalBoolean} for
 * BOOLEAN, {@code evalDouble} for DOUBLE, {@code evalText} for STRING, {@code evalPoint} for GEO_POINT and
 * {@code evalLong} for the rest. Each says in {@link Evaluation#wasNull} whether its value is null.
 */
abstract class Expression {

    private final ValueType type;

    Expression(ValueType type) {
        this.type = type;
    }

    final ValueType type() {
        return type;
    }

    long evalLong(Evaluation at) {
        throw not("long");
    }

    double evalDouble(Evaluation at) {
        throw not("double");
    }

    boolean evalBoolean(Evaluation at) {
        throw not("boolean");
    }

    @Nullable
    String evalText(Evaluation at) {
        throw not("text");
    }

    /** Leaves the point in {@link Evaluation#latitude} and {@link Evaluation#longitude}. */
    void evalPoint(Evaluation at) {
        throw not("point");
    }

    /** The same value at every evaluation. */
    boolean isConstant() {
        return false;
    }

    private IllegalStateException not(String asked) {
        return new IllegalStateException("a formula of type " + type.word() + " was asked for a " + asked);
    }
}
