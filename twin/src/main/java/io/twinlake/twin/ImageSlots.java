package io.twinlake.twin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Slots in a state image: which values are there, then the values; times as steps from the one before. */
final class ImageSlots {

    private static final int NOTHING = -1;

    /**
     * A value in the image: what it means, its type, and where it goes; null: nowhere, its meaning is gone.
     *
     * @param resets the rule whose visible value it was, if that begins again
     */
    private record Target(String meaning, ValueType type, Layout.@Nullable Slot slot, int resets) {
        Target(String meaning, ValueType type, Layout.@Nullable Slot slot) {
            this(meaning, type, slot, NOTHING);
        }

        /** Meanings end with the slot's name and type; what a rule keeps beside its columns has a slash in the name. */
        Target resetting(Function<String, OptionalInt> ruleOf) {
            String[] words = meaning.split(" ", -1);
            boolean isGoneColumn = slot == null && words.length > 2 && words[words.length - 2].indexOf('/') < 0;
            return isGoneColumn
                    ? new Target(meaning, type, null, ruleOf.apply(words[0]).orElse(NOTHING))
                    : this;
        }
    }

    private final List<Target> targets;
    private long lastTime;

    private ImageSlots(List<Target> targets) {
        this.targets = targets;
    }

    /** Says what is going to be written. */
    static ImageSlots describe(Layout layout, List<String> meanings, ImageWriter out) {
        List<Target> targets = new ArrayList<>();
        out.unsigned(meanings.size());
        for (int i = 0; i < meanings.size(); i++) {
            Layout.Slot slot = layout.slots().get(i);
            out.text(meanings.get(i));
            out.text(slot.type().name());
            targets.add(new Target(meanings.get(i), slot.type(), slot));
        }
        return new ImageSlots(targets);
    }

    /** Matches what was written with what there is now, by meaning. */
    static ImageSlots match(Layout layout, List<String> meanings, ImageReader in) {
        List<Target> targets = new ArrayList<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            String meaning = in.text();
            int now = meanings.indexOf(meaning);
            ValueType type = ValueType.valueOf(in.text());
            targets.add(
                    new Target(meaning, type, now < 0 ? null : layout.slots().get(now)));
        }
        return new ImageSlots(targets);
    }

    /** The same, saying what begins again: {@code ruleOf} finds the visible rule of a property's name. */
    ImageSlots resetting(Function<String, OptionalInt> ruleOf) {
        return new ImageSlots(
                targets.stream().map(target -> target.resetting(ruleOf)).toList());
    }

    /** Whether the image has values of that slot. */
    boolean has(Layout.Slot slot) {
        return targets.stream().anyMatch(target -> slot.equals(target.slot()));
    }

    void write(Slots slots, ImageWriter out) {
        long present = 0;
        for (int i = 0; i < targets.size(); i++) {
            if (!slots.isNull(slot(i))) {
                present |= 1L << i;
            }
            if (i % 64 == 63 || i == targets.size() - 1) {
                out.unsigned(present);
                present = 0;
            }
        }
        for (int i = 0; i < targets.size(); i++) {
            if (!slots.isNull(slot(i))) {
                writeValue(slots, slot(i), out);
            }
        }
    }

    /** Gives the rules that had a value and begin again. */
    BitSet read(Slots into, ImageReader in) {
        BitSet reset = new BitSet();
        long[] present = new long[(targets.size() + 63) / 64];
        for (int i = 0; i < present.length; i++) {
            present[i] = in.unsigned();
        }
        for (int i = 0; i < targets.size(); i++) {
            if ((present[i / 64] & (1L << i)) != 0) {
                readValue(targets.get(i), into, in);
                if (targets.get(i).resets() != NOTHING) {
                    reset.set(targets.get(i).resets());
                }
            }
        }
        return reset;
    }

    private Layout.Slot slot(int index) {
        Layout.Slot slot = targets.get(index).slot();
        if (slot == null) {
            throw new IllegalStateException("value " + index + " has no place to be read from");
        }
        return slot;
    }

    private void writeValue(Slots slots, Layout.Slot slot, ImageWriter out) {
        int at = slot.at();
        switch (slot.type()) {
            case STRING -> out.text(String.valueOf(slots.text(at)));
            case DOUBLE -> out.fixed(slots.word(at));
            case GEO_POINT -> {
                out.fixed(slots.word(at));
                out.fixed(slots.word(at + 1));
            }
            case TIMESTAMP -> {
                out.number(slots.word(at) - lastTime);
                lastTime = slots.word(at);
            }
            case BOOLEAN, INT, LONG, DATE, INTERVAL -> out.number(slots.word(at));
        }
    }

    private void readValue(Target target, Slots into, ImageReader in) {
        Layout.Slot slot = target.slot();
        switch (target.type()) {
            case STRING -> {
                String text = in.text();
                if (slot != null) {
                    into.setText(slot.at(), text);
                }
            }
            case GEO_POINT -> {
                set(into, slot, 0, in.fixed());
                set(into, slot, 1, in.fixed());
            }
            case DOUBLE -> set(into, slot, 0, in.fixed());
            case TIMESTAMP -> {
                lastTime += in.number();
                set(into, slot, 0, lastTime);
            }
            case BOOLEAN, INT, LONG, DATE, INTERVAL -> set(into, slot, 0, in.number());
        }
    }

    private static void set(Slots into, Layout.@Nullable Slot slot, int offset, long word) {
        if (slot != null) {
            into.setWord(slot.at() + offset, word);
        }
    }
}
