package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** Reads a field of a stream: of the event if it is of that stream, else what the twin holds. */
final class TelemetryAccess extends Expression {

    private final int stream;
    private final int slot;
    private final int held;

    TelemetryAccess(int stream, Layout.Slot slot, Layout.Slot held) {
        super(slot.type());
        this.stream = stream;
        this.slot = slot.at();
        this.held = held.at();
    }

    @Override
    long evalLong(Evaluation at) {
        boolean now = at.stream() == stream;
        Slots slots = now ? at.in() : at.held();
        int word = now ? slot : held;
        at.wasNull(slots.isNull(word));
        return slots.word(word);
    }

    @Override
    double evalDouble(Evaluation at) {
        return Double.longBitsToDouble(evalLong(at));
    }

    @Override
    boolean evalBoolean(Evaluation at) {
        return evalLong(at) != 0;
    }

    @Override
    @Nullable
    String evalText(Evaluation at) {
        String text = at.stream() == stream ? at.in().text(slot) : at.held().text(held);
        at.wasNull(text == null);
        return text;
    }
}
