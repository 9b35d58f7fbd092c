package io.twinlake.dml;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to happen to rows of one live file.
 *
 * @param liveRows how many it has
 * @param rows by ascending position
 */
record FileEdit(AddFile file, long liveRows, List<RowEdit> rows) {

    /**
     * One row.
     *
     * @param position in the file
     * @param clause what happens to it, of the plan's clauses
     * @param source the row of the source that it goes with, -1 if none
     */
    record RowEdit(long position, int clause, int source) {}

    FileEdit {
        rows = List.copyOf(rows);
    }

    long physicalRows() {
        return liveRows
                + file.deletionVector()
                        .map(DeletionVectorDescriptor::cardinality)
                        .orElse(0L);
    }

    /** Whether no row is left, nor written elsewhere. */
    boolean removesAll(List<Clause> clauses) {
        return rows.size() == liveRows && count(clauses, Clause.Kind.DELETE) == liveRows;
    }

    long count(List<Clause> clauses, Clause.Kind kind) {
        return rows.stream()
                .filter(row -> clauses.get(row.clause()).kind() == kind)
                .count();
    }

    /** Gathers the edits of a file while it is read. */
    static final class Builder {
        private final AddFile file;
        private final List<RowEdit> rows = new ArrayList<>();
        private long liveRows;

        Builder(AddFile file) {
            this.file = file;
        }

        void read(int count) {
            liveRows += count;
        }

        void add(long position, int clause, int source) {
            rows.add(new RowEdit(position, clause, source));
        }

        FileEdit build() {
            return new FileEdit(file, liveRows, rows);
        }
    }
}
