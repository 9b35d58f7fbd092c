package io.twinlake.twin;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One value in flight from a formula to a twin's memory, typed and unboxed. */
final class Register {

    /** By ordinal of the type. */
    private static final Layout.Slot[] SLOTS = Arrays.stream(ValueType.values())
            .map(type -> new Layout.Slot("register", type, 0))
            .toArray(Layout.Slot[]::new);

    private final Slots value = new Slots(2, 1);

    @SuppressWarnings("EnumOrdinal") // an index in memory, never kept
    private static Layout.Slot slot(ValueType type) {
        return SLOTS[type.ordinal()];
    }

    /** Evaluates a formula and says whether its value is not null. */
    boolean evaluate(Formula formula, Evaluation at) {
        formula.evalInto(at, value, slot(formula.type()));
        return !at.wasNull();
    }

    void load(Slots from, Layout.Slot slot) {
        value.copy(slot(slot.type()), from, slot);
    }

    void store(Slots to, Layout.Slot slot) {
        to.copy(slot, value, slot(slot.type()));
    }

    void word(long word) {
        value.setWord(0, word);
    }

    long word() {
        return value.word(0);
    }

    void decimal(double decimal) {
        value.setDecimal(0, decimal);
    }

    double decimal() {
        return value.decimal(0);
    }

    /** The second number of a geo point, its longitude. */
    double second() {
        return value.decimal(1);
    }

    boolean flag() {
        return value.flag(0);
    }

    void text(@Nullable String text) {
        value.setText(0, text);
    }

    @Nullable
    String text() {
        return value.text(0);
    }

    boolean isNull(ValueType type) {
        return value.isNull(slot(type));
    }

    /** SQL's IS DISTINCT FROM. */
    boolean differs(Slots state, Layout.Slot slot) {
        return SlotOrder.differ(value, slot(slot.type()), state, slot);
    }

    /** How the value, which is not null, stands to one in memory, which is not null either. */
    int compareTo(Slots state, Layout.Slot slot) {
        return SlotOrder.compare(value, slot(slot.type()), state, slot);
    }
}
