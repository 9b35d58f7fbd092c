package io.twinlake.compaction;

import io.twinlake.format.DataFile;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TrackedRows;
import io.twinlake.log.Transaction;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Runs compaction plans in this process: reads the files of a merge side by side, a batch of each in memory, writes the
 * larger ones and commits the exchange, which changes no row. It gives way to whoever removed one of its files
 * meanwhile. What it wrote is deleted only when it is certain that no commit names it; when that is not known, it stays
 * for vacuum.
 */
public final class Compactor {

    static final String OPERATION = "OPTIMIZE";

    private final Environment environment;

    public Compactor(Environment environment) {
        this.environment = environment;
    }

    /**
     * Does what the plan says, a commit a merge.
     *
     * @throws io.twinlake.log.CommitStateUnknownException if it can't be told whether a merge was committed; either way
     *     no row is lost
     */
    public CompactionResult run(CompactionPlan plan) {
        CompactionResult result = CompactionResult.NOTHING;
        for (Merge merge : plan.merges()) {
            result = result.and(run(plan, merge));
        }
        return result;
    }

    private CompactionResult run(CompactionPlan plan, Merge merge) {
        try {
            Snapshot snapshot = plan.snapshot();
            return exchange(
                    snapshot, merge, plan.order().within(snapshot.metadata().partitionColumns()));
        } catch (UnsortedFileException e) {
            return exchange(plan.snapshot(), merge, SortOrder.NONE);
        }
    }

    private CompactionResult exchange(Snapshot snapshot, Merge merge, SortOrder order) {
        try (MergedFiles output =
                new MergedFiles(environment, snapshot, dataColumns(snapshot), rowsPerFile(snapshot, merge))) {
            List<DataFile> written = write(snapshot, merge, order, output);
            try {
                return committed(snapshot, merge, written);
            } catch (CommitConflictException e) {
                output.delete();
                return new CompactionResult(List.of(), 0, 0, 0, List.of(String.valueOf(e.getMessage())));
            } catch (StorageException nothingWritten) {
                deleteAfter(nothingWritten, output);
                throw nothingWritten;
            }
        }
    }

    /** Until the commit is tried nobody can know the output: a failure here deletes it. */
    private List<DataFile> write(Snapshot snapshot, Merge merge, SortOrder order, MergedFiles output) {
        try {
            long read = order.isNone() ? concatenate(snapshot, merge, output) : merge(snapshot, merge, order, output);
            List<DataFile> written = output.finish();
            long rows = written.stream().mapToLong(DataFile::rows).sum();
            if (rows != read) {
                throw new IllegalStateException(
                        "read " + read + " rows and wrote " + rows + " of " + merge + "; nothing was committed");
            }
            return written;
        } catch (RuntimeException e) {
            deleteAfter(e, output);
            throw e;
        }
    }

    private static void deleteAfter(RuntimeException failure, MergedFiles output) {
        try {
            output.delete();
        } catch (RuntimeException orphansStayForVacuum) {
            failure.addSuppressed(orphansStayForVacuum);
        }
    }

    private static CompactionResult committed(Snapshot snapshot, Merge merge, List<DataFile> written) {
        Transaction transaction =
                snapshot.transaction(IsolationLevel.SNAPSHOT, OPERATION).vouchedFor(snapshot.metadata());
        merge.files().forEach(transaction::remove);
        written.forEach(file -> transaction.add(file, merge.partitionValues()));
        Version version = transaction.commit();
        long bytes = written.stream().mapToLong(DataFile::size).sum();
        return new CompactionResult(List.of(version), merge.files().size(), written.size(), bytes, List.of());
    }

    private static long merge(Snapshot snapshot, Merge merge, SortOrder order, MergedFiles output) {
        Schema schema = dataColumns(snapshot);
        RowOrder rows = new RowOrder(schema, order);
        List<SortedRun> open = new ArrayList<>();
        try {
            PriorityQueue<SortedRun> runs = new PriorityQueue<>(SortedRun::compareTo);
            for (AddFile file : merge.files()) {
                SortedRun run = SortedRun.open(snapshot, file, open.size(), schema, rows);
                open.add(run);
                if (run.advance()) {
                    runs.add(run);
                }
            }
            return drain(runs, output);
        } finally {
            open.forEach(SortedRun::close);
        }
    }

    /** Rows of one run that stay the least go out without touching the queue. */
    private static long drain(PriorityQueue<SortedRun> runs, MergedFiles output) {
        long rows = 0;
        while (!runs.isEmpty()) {
            SortedRun least = runs.remove();
            SortedRun second = runs.peek();
            boolean more;
            do {
                output.append(least.batch(), least.row());
                rows++;
                more = least.advance();
            } while (more && (second == null || least.compareTo(second) < 0));
            if (more) {
                runs.add(least);
            }
        }
        return rows;
    }

    private static long concatenate(Snapshot snapshot, Merge merge, MergedFiles output) {
        Schema schema = dataColumns(snapshot);
        long rows = 0;
        for (AddFile file : merge.files()) {
            try (TrackedRows live = TrackedRows.open(snapshot, file, schema)) {
                while (live.hasNext()) {
                    RowBatch batch = live.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        output.append(batch, row);
                    }
                    rows += batch.rows();
                }
            }
        }
        return rows;
    }

    /** Partition columns are in the log, not in the files; ids of rows go with them from file to file. */
    private static Schema dataColumns(Snapshot snapshot) {
        Schema columns = new Schema(snapshot.schema().fields().stream()
                .filter(field -> !snapshot.metadata().isPartitionedBy(field.name()))
                .toList());
        return TrackedRows.schema(snapshot, columns);
    }

    /** Evenly by rows where the log has their number; else all into one file. */
    private static long rowsPerFile(Snapshot snapshot, Merge merge) {
        if (merge.filesOut() == 1) {
            return Long.MAX_VALUE;
        }
        long rows = 0;
        for (AddFile file : merge.files()) {
            OptionalLong inFile = snapshot.rowCount(file);
            if (inFile.isEmpty()) {
                return Long.MAX_VALUE;
            }
            rows += inFile.getAsLong();
        }
        return (rows + merge.filesOut() - 1) / merge.filesOut();
    }
}
