package io.twinlake.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which value lies where in {@link Slots}. Names are unique ignoring case. */
public final class Layout {

    /**
     * One named value.
     *
     * @param at its index in the words, or in the texts if the type {@link ValueType#isText() is text}; a geo point
     *     takes {@code at} (latitude) and {@code at + 1} (longitude)
     */
    public record Slot(String name, ValueType type, int at) {}

    private final List<Slot> slots;
    private final Map<String, Slot> byName;
    private final int words;
    private final int texts;

    private Layout(List<Slot> slots, Map<String, Slot> byName, int words, int texts) {
        this.slots = List.copyOf(slots);
        this.byName = byName;
        this.words = words;
        this.texts = texts;
    }

    /** The layout without a value. */
    public static Layout empty() {
        return new Builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** All values in order of addition. */
    public List<Slot> slots() {
        return slots;
    }

    /** The value of that name, ignoring case. */
    public Optional<Slot> find(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The value of that name, ignoring case, which must be there. */
    public Slot slot(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no slot '" + name + "' among " + slots));
    }

    public int words() {
        return words;
    }

    public int texts() {
        return texts;
    }

    /** Slots of this layout, all null. */
    public Slots newSlots() {
        return new Slots(words, texts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Layout that && slots.equals(that.slots);
    }

    @Override
    public int hashCode() {
        return slots.hashCode();
    }

    @Override
    public String toString() {
        return slots.toString();
    }

    /** Gathers values. */
    public static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private final Map<String, Slot> byName = new HashMap<>();
        private int words;
        private int texts;

        private Builder() {}

        /** Adds a value and says where it will lie. */
        public Slot add(String name, ValueType type) {
            Slot slot = new Slot(name, type, type.isText() ? texts : words);
            if (byName.putIfAbsent(name.toLowerCase(Locale.ROOT), slot) != null) {
                throw new IllegalArgumentException("slot '" + name + "' is there twice (names ignore case)");
            }
            slots.add(slot);
            words += type.words();
            texts += type.isText() ? 1 : 0;
            return slot;
        }

        public Layout build() {
            return new Layout(slots, Map.copyOf(byName), words, texts);
        }
    }
}
