package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** A literal. */
final class Constant extends Expression {

    private final boolean isNull;
    private final boolean untyped;
    private final long word;
    private final @Nullable String text;

    private Constant(ValueType type, boolean untyped, long word, @Nullable String text, boolean isNull) {
        super(type);
        this.untyped = untyped;
        this.word = word;
        this.text = text;
        this.isNull = isNull;
    }

    static Constant word(ValueType type, long value) {
        return new Constant(type, false, value, null, false);
    }

    static Constant decimal(double value) {
        return new Constant(ValueType.DOUBLE, false, Double.doubleToRawLongBits(value), null, false);
    }

    static Constant text(String value) {
        return new Constant(ValueType.STRING, false, 0, value, false);
    }

    static Constant nullOf(ValueType type) {
        return new Constant(type, false, 0, null, true);
    }

    /** {@code NULL}, whose type is what its surroundings want. */
    static Constant untypedNull() {
        return new Constant(ValueType.BOOLEAN, true, 0, null, true);
    }

    static boolean isUntypedNull(Expression e) {
        return e instanceof Constant c && c.untyped;
    }

    @Override
    boolean isConstant() {
        return true;
    }

    @Override
    long evalLong(Evaluation at) {
        at.wasNull(isNull);
        return word;
    }

    @Override
    double evalDouble(Evaluation at) {
        at.wasNull(isNull);
        return Double.longBitsToDouble(word);
    }

    @Override
    boolean evalBoolean(Evaluation at) {
        at.wasNull(isNull);
        return word != 0;
    }

    @Override
    @Nullable
    String evalText(Evaluation at) {
        at.wasNull(isNull);
        return text;
    }

    @Override
    void evalPoint(Evaluation at) {
        at.point(0, 0);
        at.wasNull(isNull);
    }
}
