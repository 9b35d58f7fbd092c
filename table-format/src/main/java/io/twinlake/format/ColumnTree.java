package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Takes the values of a column, nested or not, apart into levels and values of its leaves (Dremel's shredding). */
sealed interface ColumnTree {

    /** Appends rows of a top column. */
    default void rows(ColumnVector vector, int from, int to) {
        for (int row = from; row < to; row++) {
            value(vector, row, 0, 0);
        }
        leaves(leaf -> leaf.endRows(to - from));
    }

    /** Appends one value that may be null; {@code definition} is the level at which its parents are there. */
    void value(ColumnVector vector, int row, int repetition, int definition);

    /** Appends that a parent is null or empty, at level {@code definition}. */
    void absent(int repetition, int definition);

    void leaves(Consumer<LeafWriter> action);

    /** Adds the statistics of those columns below that are chosen. */
    void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen);

    /** A column without children. */
    record Leaf(LeafWriter writer) implements ColumnTree {
        @Override
        public void rows(ColumnVector vector, int from, int to) {
            writer.flat(vector, from, to);
        }

        @Override
        public void value(ColumnVector vector, int row, int repetition, int definition) {
            writer.value(vector, row, repetition, definition);
        }

        @Override
        public void absent(int repetition, int definition) {
            writer.absent(repetition, definition);
        }

        @Override
        public void leaves(Consumer<LeafWriter> action) {
            action.accept(writer);
        }

        @Override
        public void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen) {
            if (chosen.contains(path)) {
                into.put(path, writer.inFile());
            }
        }
    }

    /** A group of named columns. */
    record Struct(List<String> names, List<ColumnTree> children, boolean optional) implements ColumnTree {
        @Override
        public void value(ColumnVector vector, int row, int repetition, int definition) {
            if (vector.isNull(row)) {
                requireOptional(optional, "a struct");
                absent(repetition, definition);
                return;
            }
            int inside = definition + (optional ? 1 : 0);
            for (int i = 0; i < children.size(); i++) {
                children.get(i).value(((StructVector) vector).field(i), row, repetition, inside);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            children.forEach(child -> child.absent(repetition, definition));
        }

        @Override
        public void leaves(Consumer<LeafWriter> action) {
            children.forEach(child -> child.leaves(action));
        }

        @Override
        public void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen) {
            for (int i = 0; i < children.size(); i++) {
                List<String> below = new ArrayList<>(path);
                below.add(names.get(i));
                children.get(i).statistics(List.copyOf(below), into, chosen);
            }
        }
    }

    /** A variant: a group that is one column to the log. */
    record Variant(Struct struct) implements ColumnTree {
        @Override
        public void value(ColumnVector vector, int row, int repetition, int definition) {
            struct.value(vector, row, repetition, definition);
        }

        @Override
        public void absent(int repetition, int definition) {
            struct.absent(repetition, definition);
        }

        @Override
        public void leaves(Consumer<LeafWriter> action) {
            struct.leaves(action);
        }

        @Override
        public void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen) {
            struct.children().get(0).statistics(path, into, chosen);
        }
    }

    /** An array or a map: for each row a run of elements, of keys and of values. */
    final class Repeated implements ColumnTree {
        private final List<ColumnTree> children;
        private final boolean optional;
        private final int depth;
        private long nulls;

        /** @param depth the repetition level of its elements */
        Repeated(List<ColumnTree> children, boolean optional, int depth) {
            this.children = children;
            this.optional = optional;
            this.depth = depth;
        }

        @Override
        public void rows(ColumnVector vector, int from, int to) {
            boolean isPlain = vector instanceof ListVector list
                    && !list.hasNulls()
                    && !list.elements().hasNulls();
            if (isPlain && children.get(0) instanceof Leaf leaf) {
                leaf.writer().lists((ListVector) vector, from, to, optional ? 1 : 0);
            } else {
                ColumnTree.super.rows(vector, from, to);
            }
        }

        @Override
        public void value(ColumnVector vector, int row, int repetition, int definition) {
            if (vector.isNull(row)) {
                requireOptional(optional, "an array or a map");
                absent(repetition, definition);
                return;
            }
            int here = definition + (optional ? 1 : 0);
            if (vector instanceof ListVector list) {
                run(children.get(0), list.elements(), new Run(list.start(row), list.end(row)), repetition, here);
            } else {
                MapVector map = (MapVector) vector;
                Run run = new Run(map.start(row), map.end(row));
                run(children.get(0), map.keys(), run, repetition, here);
                run(children.get(1), map.values(), run, repetition, here);
            }
        }

        private void run(ColumnTree child, ColumnVector elements, Run run, int repetition, int here) {
            if (run.from() == run.to()) {
                child.absent(repetition, here);
            }
            for (int i = run.from(); i < run.to(); i++) {
                child.value(elements, i, i == run.from() ? repetition : depth, here + 1);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            nulls++;
            children.forEach(child -> child.absent(repetition, definition));
        }

        @Override
        public void leaves(Consumer<LeafWriter> action) {
            children.forEach(child -> child.leaves(action));
        }

        @Override
        public void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen) {
            if (chosen.contains(path)) {
                into.put(path, new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(nulls)));
            }
        }

        private record Run(int from, int to) {}
    }

    /** A column that is not in the file. */
    record Absent() implements ColumnTree {
        @Override
        public void value(ColumnVector vector, int row, int repetition, int definition) {
            // Void: every value is null, and known to be without a file.
        }

        @Override
        public void absent(int repetition, int definition) {
            // As above.
        }

        @Override
        public void leaves(Consumer<LeafWriter> action) {
            // It has none.
        }

        @Override
        public void statistics(List<String> path, Map<List<String>, ColumnStatistics> into, Set<List<String>> chosen) {
            // It has none.
        }
    }

    private static void requireOptional(boolean optional, String what) {
        if (!optional) {
            throw new IllegalArgumentException(
                    what + " that is required is null in a row; give a value or make the column nullable");
        }
    }
}
