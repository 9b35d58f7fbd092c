package io.twinlake.dml;

import io.twinlake.format.DeletionVector;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to happen to rows of one live file. Takes a bitmap for each clause, and four bytes for each row that is updated from a
 * row of a source.
 *
 * @param liveRows how many it has
 * @param parts the rows of each clause that changes some; no row is in two
 */
record FileEdit(AddFile file, long liveRows, List<Part> parts) {

    private static final int NO_PART = -1;

    /** Rows of a file to which one clause applies. */
    static final class Part {

        private final int clause;
        private final DeletionVector rows;
        private final int[] sources;

        private Part(int clause, DeletionVector rows, int[] sources) {
            this.clause = clause;
            this.rows = rows;
            this.sources = sources;
        }

        /** Of the plan's clauses. */
        int clause() {
            return clause;
        }

        /** Positions in the file. */
        DeletionVector rows() {
            return rows;
        }

        /** Whether each row goes with one of the source. */
        boolean isPaired() {
            return sources.length > 0;
        }

        /** The row of the source that the n-th of the rows goes with. */
        int source(int n) {
            return sources[n];
        }
    }

    FileEdit {
        parts = List.copyOf(parts);
    }

    long physicalRows() {
        return liveRows
                + file.deletionVector()
                        .map(DeletionVectorDescriptor::cardinality)
                        .orElse(0L);
    }

    boolean isNothing() {
        return parts.isEmpty();
    }

    /** How many rows change. */
    long count() {
        return parts.stream().mapToLong(part -> part.rows().cardinality()).sum();
    }

    long count(List<Clause> clauses, Clause.Kind kind) {
        return parts.stream()
                .filter(part -> clauses.get(part.clause()).kind() == kind)
                .mapToLong(part -> part.rows().cardinality())
                .sum();
    }

    /** Whether no row is left, nor written elsewhere. */
    boolean removesAll(List<Clause> clauses) {
        return count(clauses, Clause.Kind.DELETE) == liveRows;
    }

    /** The rows that leave their place. */
    DeletionVector rows() {
        return parts.stream().map(Part::rows).reduce(DeletionVector.NONE, DeletionVector::union);
    }

    /** Which of the parts a row is in; -1 if it stays as it is. */
    int partOf(long position) {
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).rows().contains(position)) {
                return part;
            }
        }
        return NO_PART;
    }

    /** Gathers the edits of a file while it is read, in the order of its rows. */
    static final class Builder {

        private final AddFile file;
        private final Map<Integer, DeletionVector.Builder> rows = new TreeMap<>();
        private final Map<Integer, Ints> sources = new TreeMap<>();
        private long liveRows;

        Builder(AddFile file) {
            this.file = file;
        }

        void read(int count) {
            liveRows += count;
        }

        void add(long position, int clause) {
            rows.computeIfAbsent(clause, any -> new DeletionVector.Builder()).add(position);
        }

        /** A row that goes with one of the source; of a clause all do, or none. */
        void add(long position, int clause, int source) {
            add(position, clause);
            sources.computeIfAbsent(clause, any -> new Ints()).add(source);
        }

        FileEdit build() {
            return new FileEdit(
                    file,
                    liveRows,
                    rows.entrySet().stream()
                            .map(part -> new Part(
                                    part.getKey(),
                                    part.getValue().build(),
                                    sources.getOrDefault(part.getKey(), new Ints())
                                            .toArray()))
                            .toList());
        }
    }
}
