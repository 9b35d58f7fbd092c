package io.twinlake.twin;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts plain Java values into slots and takes them out: Boolean, Long, Double, String, PlainPoint. */
final class Values {

    private Values() {}

    static void put(Slots slots, Layout.Slot slot, @Nullable Object value) {
        slots.setNull(slot);
        if (value == null) {
            return;
        }
        switch (slot.type()) {
            case STRING -> slots.setText(slot.at(), (String) value);
            case BOOLEAN -> slots.setFlag(slot.at(), (Boolean) value);
            case DOUBLE -> slots.setDecimal(slot.at(), ((Number) value).doubleValue());
            case GEO_POINT -> {
                PlainPoint point = (PlainPoint) value;
                slots.setDecimal(slot.at(), point.lat());
                slots.setDecimal(slot.at() + 1, point.lon());
            }
            case INT, LONG, DATE, TIMESTAMP, INTERVAL -> slots.setWord(slot.at(), ((Number) value).longValue());
        }
    }

    static Slots slots(Layout layout, Map<String, Object> values) {
        Slots slots = layout.newSlots();
        layout.slots().forEach(slot -> put(slots, slot, values.get(slot.name())));
        return slots;
    }

    static @Nullable Object evaluate(Formula formula, Evaluation at) {
        Object value = switch (formula.type()) {
            case STRING -> formula.evalText(at);
            case BOOLEAN -> formula.evalBoolean(at);
            case DOUBLE -> formula.evalDouble(at);
            case GEO_POINT -> {
                formula.evalPoint(at);
                yield new PlainPoint(at.latitude(), at.longitude());
            }
            case INT, LONG, DATE, TIMESTAMP, INTERVAL -> formula.evalLong(at);
        };
        return at.wasNull() ? null : value;
    }
}
