package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TrackedRows;
import io.twinlake.log.Transaction;
import io.twinlake.log.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs one plan: writes what is new, marks or rewrites files as the table's property says, commits. What it wrote is
 * deleted only when it is certain that no commit names it.
 */
final class ChangeRun {

    private final ChangePlan plan;
    private final Snapshot snapshot;
    private final Schema tracked;
    private final RowRules rules;
    private final List<Setters> setters = new ArrayList<>();
    private final boolean marks;

    ChangeRun(ChangePlan plan) {
        this.plan = plan;
        this.snapshot = plan.snapshot();
        this.tracked = TrackedRows.schema(snapshot, snapshot.schema());
        this.rules = RowRules.of(snapshot);
        this.marks = snapshot.properties().deletionVectors();
        for (int i = 0; i < plan.clauses().size(); i++) {
            setters.add(new Setters(
                    plan.clauses().get(i), snapshot.schema(), plan.sights().get(i)));
        }
    }

    /** The output of a run. */
    private record Output(RowFiles files, ChangeFiles changes, NewVectors vectors, List<AddFile> removed)
            implements AutoCloseable {

        void delete() {
            files.delete();
            changes.delete();
            vectors.delete();
        }

        @Override
        public void close() {
            files.close();
            changes.close();
        }
    }

    ChangeResult run() {
        if (plan.isNothing()) {
            return new ChangeResult(Optional.empty(), 0, 0, 0, 0, 0, 0);
        }
        try (var output = new Output(
                new RowFiles(snapshot, tracked, ""),
                new ChangeFiles(snapshot, plan.needsChangeFiles()),
                new NewVectors(snapshot),
                new ArrayList<>(plan.gone()))) {
            try {
                return write(output);
            } catch (CommitStateUnknownException unknown) {
                throw unknown;
            } catch (RuntimeException e) {
                deleteAfter(e, output);
                throw e;
            }
        }
    }

    private static void deleteAfter(RuntimeException failure, Output output) {
        try {
            output.delete();
        } catch (RuntimeException orphansStayForVacuum) {
            failure.addSuppressed(orphansStayForVacuum);
        }
    }

    private ChangeResult write(Output output) {
        plan.edits().forEach(edit -> edit(edit, output));
        plan.inserts().forEach(rows -> {
            rules.check(rows);
            output.files().write(untracked(rows));
            output.changes().write("insert", rows);
        });
        Transaction transaction = snapshot.transaction(snapshot.properties().isolationLevel(), plan.operation())
                .reading(plan.read())
                .vouchedFor(snapshot.metadata())
                .metric("numInsertedRows", plan.insertedRows())
                .metric("numUpdatedRows", plan.updatedRows())
                .metric("numDeletedRows", plan.deletedRows());
        output.removed().forEach(transaction::remove);
        List<WrittenFile> written = output.files().finish();
        written.forEach(file -> transaction.add(file.file(), file.partitionValues()));
        output.vectors().addTo(transaction);
        output.changes().addTo(transaction);
        Version version = transaction.commit();
        return new ChangeResult(
                Optional.of(version),
                plan.insertedRows(),
                plan.updatedRows(),
                plan.deletedRows(),
                written.size(),
                output.removed().size(),
                output.vectors().size());
    }

    private void edit(FileEdit edit, Output output) {
        boolean whole = edit.removesAll(plan.clauses());
        boolean rewrites = !whole && !marks;
        boolean onlyDeletes = edit.count(plan.clauses(), Clause.Kind.DELETE) == edit.count();
        if (whole || rewrites) {
            output.removed().add(edit.file());
        } else {
            output.vectors().add(edit);
        }
        if (rewrites || !onlyDeletes || output.changes().areKept()) {
            read(edit, rewrites, output);
        }
    }

    private void read(FileEdit edit, boolean rewrites, Output output) {
        try (TrackedRows rows = TrackedRows.open(snapshot, edit.file(), tracked)) {
            int[] seen = new int[edit.parts().size()];
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                Ints kept = new Ints();
                Ints[] edited = picks(seen.length);
                for (int row = 0; row < batch.rows(); row++) {
                    int part = edit.partOf(rows.position(row));
                    (part < 0 ? kept : edited[part]).add(row);
                }
                if (rewrites) {
                    output.files().write(batch.select(kept.toArray()));
                }
                for (int part = 0; part < seen.length; part++) {
                    apply(edit.parts().get(part), seen[part], batch.select(edited[part].toArray()), output);
                    seen[part] += edited[part].size();
                }
            }
        }
    }

    private static Ints[] picks(int parts) {
        Ints[] picks = new Ints[parts];
        Arrays.setAll(picks, part -> new Ints());
        return picks;
    }

    /** Some rows to which one clause applies, of which {@code first} went before. */
    private void apply(FileEdit.Part part, int first, RowBatch before, Output output) {
        if (before.rows() == 0) {
            return;
        }
        if (plan.clauses().get(part.clause()).kind() == Clause.Kind.DELETE) {
            output.changes().write("delete", before);
            return;
        }
        Setters set = setters.get(part.clause());
        RowBatch table = columns(before, snapshot.schema());
        RowBatch after = rules.regenerated(set.updated(table, seen(part, first, table)), set.columns());
        rules.check(after);
        output.files().write(retracked(after, before));
        output.changes().write("update_preimage", before);
        output.changes().write("update_postimage", after);
    }

    private RowBatch seen(FileEdit.Part part, int first, RowBatch table) {
        if (plan.joint().isEmpty()) {
            return table;
        }
        Joint joint = plan.joint().get();
        return part.isPaired()
                ? joint.of(
                        table,
                        IntStream.range(first, first + table.rows())
                                .map(part::source)
                                .toArray())
                : joint.ofTarget(table);
    }

    /** The first columns of rows. */
    private static RowBatch columns(RowBatch rows, Schema schema) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            columns.add(rows.column(i));
        }
        return RowBatch.of(schema, columns, rows.rows());
    }

    /** Updated rows keep their ids; the version that changed them last is the one that is about to be. */
    private RowBatch retracked(RowBatch after, RowBatch before) {
        return withTracking(
                after,
                tracked.size() > after.schema().size()
                        ? before.longs(after.schema().size())
                        : null);
    }

    /** Inserted rows get their ids from the log. */
    private RowBatch untracked(RowBatch rows) {
        return withTracking(rows, null);
    }

    private RowBatch withTracking(RowBatch rows, @org.jspecify.annotations.Nullable LongVector ids) {
        if (tracked.size() == rows.schema().size()) {
            return rows;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < rows.schema().size(); i++) {
            columns.add(rows.column(i));
        }
        ColumnVector none = Vectors.constant(DataType.Primitive.LONG, Optional.empty(), rows.rows());
        columns.add(ids == null ? none : ids);
        columns.add(none);
        return RowBatch.of(tracked, columns, rows.rows());
    }
}
