package io.twinlake.twin;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An instant in a twin's life while its rules are evaluated. Reused; one thread. */
final class Moment {

    final Evaluation evaluation = new Evaluation();
    final Register value = new Register();

    /** The twin's memory, being changed. */
    Slots state;

    /** The twin's time. */
    long now;

    /** By rule: a value of the property became distinct from what it was. */
    private final boolean[] changed;

    /** By rule: a window or stay ended. */
    private final boolean[] closed;

    /** By rule: a change of the definition has reset it, and no row has said so; null: none. */
    @Nullable
    BitSet reset;

    private boolean eventful;
    private final BiConsumer<String, ExpressionException> failures;

    Moment(int rules, Slots state, BiConsumer<String, ExpressionException> failures) {
        this.changed = new boolean[rules];
        this.closed = new boolean[rules];
        this.state = state;
        this.failures = failures;
    }

    /** Another instant begins: nothing has changed yet. */
    void begin(long micros) {
        now = micros;
        if (eventful) {
            Arrays.fill(changed, false);
            Arrays.fill(closed, false);
            eventful = false;
        }
    }

    void change(int rule) {
        changed[rule] = true;
        eventful = true;
    }

    void close(int rule) {
        closed[rule] = true;
        eventful = true;
    }

    boolean changed(int rule) {
        return changed[rule];
    }

    boolean closed(int rule) {
        return closed[rule];
    }

    boolean isReset(int rule) {
        return reset != null && reset.get(rule);
    }

    /** Whether anything changed or closed. */
    boolean eventful() {
        return eventful;
    }

    /** A formula of that property had no value, and there is no event to refuse. */
    void fail(String property, ExpressionException failure) {
        failures.accept(property, failure);
    }
}
