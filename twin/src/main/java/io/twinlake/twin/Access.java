package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** Reads a slot of the event, of the twin, or of a window's results. */
final class Access extends Expression {

    /** Where the slot lies. */
    interface Source {
        Slots in(Evaluation at);
    }

    private final Source source;
    private final int slot;

    private Access(ValueType type, Source source, int slot) {
        super(type);
        this.source = source;
        this.slot = slot;
    }

    static Expression of(Layout.Slot slot, Source source) {
        return new Access(slot.type(), source, slot.at());
    }

    @Override
    long evalLong(Evaluation at) {
        Slots slots = source.in(at);
        at.wasNull(slots.isNull(slot));
        return slots.word(slot);
    }

    @Override
    double evalDouble(Evaluation at) {
        Slots slots = source.in(at);
        at.wasNull(slots.isNull(slot));
        return slots.decimal(slot);
    }

    @Override
    boolean evalBoolean(Evaluation at) {
        Slots slots = source.in(at);
        at.wasNull(slots.isNull(slot));
        return slots.flag(slot);
    }

    @Override
    @Nullable
    String evalText(Evaluation at) {
        String text = source.in(at).text(slot);
        at.wasNull(text == null);
        return text;
    }

    @Override
    void evalPoint(Evaluation at) {
        Slots slots = source.in(at);
        at.point(slots.decimal(slot), slots.decimal(slot + 1));
        at.wasNull(slots.isNull(slot) || slots.isNull(slot + 1));
    }
}
