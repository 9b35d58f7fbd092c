package io.twinlake.twin;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A formula of a definition, parsed, typed and compiled: evaluated without boxing, in the manner of JDBC, by the method
 * of its {@link #type} and then {@link Evaluation#wasNull}. Immutable; several threads may evaluate it, each with its
 * own {@link Evaluation}.
 */
public final class Formula {

    private final String text;
    private final String where;
    private final Expression root;
    private final Set<Reference> reads;

    /** Takes {@code where}: whose formula it is, for messages: {@code property 'phase', state 'climbing'} */
    Formula(String text, String where, Expression root, Set<Reference> reads) {
        this.text = text;
        this.where = where;
        this.root = root;
        this.reads = Set.copyOf(reads);
    }

    /** As written in the definition. */
    public String text() {
        return text;
    }

    Expression root() {
        return root;
    }

    /** The same formula with something around it. */
    Formula as(Expression newRoot) {
        return new Formula(text, where, newRoot, reads);
    }

    /** True where both conditions are. */
    Formula and(Formula other) {
        Set<Reference> both = new HashSet<>(reads);
        both.addAll(other.reads);
        return new Formula("(" + text + ") AND (" + other.text + ")", where, Comparisons.and(root, other.root), both);
    }

    public ValueType type() {
        return root.type();
    }

    /** The telemetry and the properties that it names. */
    public Set<Reference> reads() {
        return reads;
    }

    /** For INT, LONG, TIMESTAMP and INTERVAL (microseconds) and DATE (days); 0 if null. */
    public long evalLong(Evaluation at) {
        try {
            return root.evalLong(at);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /** For DOUBLE; 0 if null. */
    public double evalDouble(Evaluation at) {
        try {
            return root.evalDouble(at);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /** For BOOLEAN; false if null, so that a condition needs no second look. */
    public boolean evalBoolean(Evaluation at) {
        try {
            return root.evalBoolean(at);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /** For STRING; null if null. */
    public @Nullable String evalText(Evaluation at) {
        try {
            return root.evalText(at);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /** For GEO_POINT: leaves it in {@link Evaluation#latitude} and {@link Evaluation#longitude}. */
    public void evalPoint(Evaluation at) {
        try {
            root.evalPoint(at);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw failed(e);
        }
    }

    /** Evaluates into a slot of this formula's type. */
    public void evalInto(Evaluation at, Slots into, Layout.Slot slot) {
        switch (type()) {
            case STRING -> into.setText(slot.at(), evalText(at));
            case DOUBLE -> {
                double value = evalDouble(at);
                if (!at.wasNull()) {
                    into.setDecimal(slot.at(), value);
                }
            }
            case BOOLEAN -> {
                boolean value = evalBoolean(at);
                if (!at.wasNull()) {
                    into.setFlag(slot.at(), value);
                }
            }
            case GEO_POINT -> {
                evalPoint(at);
                if (!at.wasNull()) {
                    into.setDecimal(slot.at(), at.latitude());
                    into.setDecimal(slot.at() + 1, at.longitude());
                }
            }
            case INT, LONG, TIMESTAMP, DATE, INTERVAL -> {
                long value = evalLong(at);
                if (!at.wasNull()) {
                    into.setWord(slot.at(), value);
                }
            }
        }
        if (at.wasNull()) {
            into.setNull(slot);
        }
    }

    private ExpressionException failed(RuntimeException cause) {
        return new ExpressionException(where, text, cause);
    }

    @Override
    public String toString() {
        return text;
    }
}
