package io.twinlake.format;

import java.util.List;
import java.util.function.Consumer;

/** Puts the values of a column, nested or not, together from the levels and values of its leaves (Dremel's assembly). */
sealed interface ColumnSource {

    /** Appends the value at which the leaves stand and moves them behind it. */
    void read(ColumnVector into);

    /** Moves every leaf behind one absent value. */
    void skip();

    void leaves(Consumer<LeafReader> action);

    /** Appends the next {@code count} rows. */
    default void read(ColumnVector into, int count) {
        for (int i = 0; i < count; i++) {
            read(into);
        }
    }

    /** A column without children. */
    record Leaf(LeafReader reader, Conversion conversion) implements ColumnSource {
        @Override
        public void read(ColumnVector into) {
            reader.read(into, 1, conversion);
        }

        @Override
        public void read(ColumnVector into, int count) {
            reader.read(into, count, conversion);
        }

        @Override
        public void skip() {
            reader.skip();
        }

        @Override
        public void leaves(Consumer<LeafReader> action) {
            action.accept(reader);
        }
    }

    /** A column that the file lacks: null for each row. */
    record Missing() implements ColumnSource {
        @Override
        public void read(ColumnVector into) {
            into.appendNull();
        }

        @Override
        public void skip() {
            // There is nothing to skip.
        }

        @Override
        public void leaves(Consumer<LeafReader> action) {
            // It has none.
        }
    }

    /**
     * A group.
     *
     * @param witness a leaf below that tells whether the group is there; not one of the children's if all are missing
     * @param definition the level of the group itself
     */
    record Struct(List<ColumnSource> children, Witness witness, int definition) implements ColumnSource {
        @Override
        public void read(ColumnVector into) {
            if (witness.definition() < definition) {
                into.appendNull();
                skip();
                return;
            }
            StructVector struct = (StructVector) into;
            for (int i = 0; i < children.size(); i++) {
                children.get(i).read(struct.field(i));
            }
            witness.consume();
            struct.endRow();
        }

        @Override
        public void skip() {
            children.forEach(ColumnSource::skip);
            witness.consume();
        }

        @Override
        public void leaves(Consumer<LeafReader> action) {
            children.forEach(child -> child.leaves(action));
            witness.leaves(action);
        }
    }

    /** A variant that is spread over typed columns. */
    record Variant(ColumnSource stored, VariantAssembly assembly) implements ColumnSource {
        @Override
        public void read(ColumnVector into) {
            stored.read(assembly.stored());
            assembly.appendTo(into);
        }

        @Override
        public void skip() {
            stored.skip();
        }

        @Override
        public void leaves(Consumer<LeafReader> action) {
            stored.leaves(action);
        }
    }

    /**
     * An array or a map.
     *
     * @param repetition the level of its elements
     * @param definition the level of the array itself; an element has the next one
     */
    record Repeated(List<ColumnSource> children, Witness witness, int repetition, int definition)
            implements ColumnSource {
        @Override
        public void read(ColumnVector into) {
            if (witness.definition() < definition) {
                into.appendNull();
                skip();
            } else if (witness.definition() == definition) {
                skip();
                endRow(into);
            } else {
                do {
                    readElement(into);
                } while (witness.repetition() == repetition);
                endRow(into);
            }
        }

        private void readElement(ColumnVector into) {
            if (into instanceof ListVector list) {
                children.get(0).read(list.elements());
            } else {
                MapVector map = (MapVector) into;
                children.get(0).read(map.keys());
                children.get(1).read(map.values());
            }
            witness.consume();
        }

        private static void endRow(ColumnVector into) {
            if (into instanceof ListVector list) {
                list.endRow();
            } else {
                ((MapVector) into).endRow();
            }
        }

        @Override
        public void skip() {
            children.forEach(ColumnSource::skip);
            witness.consume();
        }

        @Override
        public void leaves(Consumer<LeafReader> action) {
            children.forEach(child -> child.leaves(action));
            witness.leaves(action);
        }
    }

    /**
     * A leaf whose levels show what is there.
     *
     * @param own whether no child reads that leaf, so that it must be moved here
     * @param depth the repetition level of the group or of the elements that it is a witness of
     */
    record Witness(LeafReader leaf, boolean own, int depth) {
        int definition() {
            return leaf.definition();
        }

        int repetition() {
            return leaf.repetition();
        }

        void consume() {
            if (own) {
                do {
                    leaf.skip();
                } while (leaf.repetition() > depth);
            }
        }

        void leaves(Consumer<LeafReader> action) {
            if (own) {
                action.accept(leaf);
            }
        }
    }
}
