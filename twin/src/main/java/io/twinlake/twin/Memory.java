package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * What a twin remembers, and where: its state as the definition lays it out, its life, then what each reducer and
 * modifier keeps. Every slot has a meaning in words, by which an image of another version of the definition is matched.
 */
final class Memory {

    /** The newest event time. */
    final Layout.Slot newest;

    /** The newest event time or fired due time. */
    final Layout.Slot now;

    final Layout.Slot bornAt;
    final Layout.Slot seq;
    final Layout.Slot lastRowAt;

    private final Layout layout;
    private final List<String> meanings;

    private Memory(Builder builder) {
        this.newest = builder.newest;
        this.now = builder.now;
        this.bornAt = builder.bornAt;
        this.seq = builder.seq;
        this.lastRowAt = builder.lastRowAt;
        this.layout = builder.layout.build();
        this.meanings = List.copyOf(builder.meanings);
    }

    Layout layout() {
        return layout;
    }

    /** What each slot of the layout means, in its order. */
    List<String> meanings() {
        return meanings;
    }

    /** Lays out the state, then whatever is asked for. */
    static final class Builder {
        private final Layout.Builder layout = Layout.builder();
        private final List<String> meanings = new ArrayList<>();
        private final Layout.Slot newest;
        private final Layout.Slot now;
        private final Layout.Slot bornAt;
        private final Layout.Slot seq;
        private final Layout.Slot lastRowAt;

        /** Formulas find the state here as in its own layout, which is why it comes first. */
        Builder(TwinDefinition definition) {
            StateMeanings words = new StateMeanings(definition);
            definition.stateLayout().slots().forEach(slot -> add(words.of(slot), slot.name(), slot.type()));
            newest = add("life", "/newest", ValueType.TIMESTAMP);
            now = add("life", "/now", ValueType.TIMESTAMP);
            bornAt = add("life", "/born_at", ValueType.TIMESTAMP);
            seq = add("life", "/seq", ValueType.LONG);
            lastRowAt = add("life", "/last_row_at", ValueType.TIMESTAMP);
        }

        /**
         * A further slot.
         *
         * @param meaning whose it is, in words that stay the same as long as its values do
         * @param name unique
         */
        Layout.Slot add(String meaning, String name, ValueType type) {
            meanings.add(meaning + " " + name + " " + type.word());
            return layout.add(name, type);
        }

        Memory build() {
            return new Memory(this);
        }
    }
}
