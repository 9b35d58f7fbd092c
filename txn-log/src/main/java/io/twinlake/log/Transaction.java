package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes to be committed together, or not at all. For one use, by one thread. */
public final class Transaction {

    private final TransactionLog log;
    private final Changes changes;
    private boolean used;

    private Transaction(TransactionLog log, Changes changes) {
        this.log = log;
        this.changes = changes;
    }

    static Transaction creating(TransactionLog log, Action.Metadata metadata, String operation) {
        return new Transaction(log, Changes.creating(log, metadata, operation));
    }

    static Transaction cloning(TransactionLog log, Snapshot source, Action.Metadata metadata, String operation) {
        return new Transaction(log, Changes.cloning(log, source, metadata, operation));
    }

    static Transaction appending(TransactionLog log, String operation) {
        return new Transaction(log, Changes.appending(log, operation));
    }

    static Transaction reading(TransactionLog log, Snapshot snapshot, IsolationLevel level, String operation) {
        return new Transaction(log, Changes.reading(log, snapshot, level, operation));
    }

    /** Narrows what this transaction has read of its snapshot; without it, that is the whole table. */
    public Transaction reading(Predicate predicate) {
        changes.reading(predicate);
        return this;
    }

    /** Adds a file that has been written below the table; statistics come from it. */
    public Transaction add(DataFile file) {
        return add(file, Map.of());
    }

    /** Adds a file of a partitioned table; {@code partitionValues} are by physical column name, empty means null. */
    public Transaction add(DataFile file, Map<String, Optional<String>> partitionValues) {
        return add(file, partitionValues, Map.of());
    }

    /** Adds a file with hints in its tags, which readers that don't know them ignore. */
    public Transaction add(DataFile file, Map<String, Optional<String>> partitionValues, Map<String, String> tags) {
        changes.add(file, partitionValues, tags);
        return this;
    }

    /**
     * Says that the files added here were written by whoever knows what the table asks of its rows: physical names and ids
     * where columns are mapped, every constraint, invariant and generated column. A table that asks for one of these takes
     * files from nobody else.
     *
     * @param checkedAgainst the table's metadata when that was done
     */
    public Transaction vouchedFor(Action.Metadata checkedAgainst) {
        changes.vouch(checkedAgainst);
        return this;
    }

    /** Adds a file of another version, or of another table, as it was there. */
    public Transaction bringBack(Action.AddFile file) {
        changes.bringBack(file);
        return this;
    }

    /**
     * Deletes rows of a live file by a vector, which names those too that were deleted already. A file of which no row is
     * left is removed.
     *
     * @param physicalRows how many rows the file has, deleted ones too
     */
    public Transaction mark(Action.AddFile file, Action.DeletionVectorDescriptor vector, long physicalRows) {
        changes.mark(file, vector, physicalRows);
        return this;
    }

    /**
     * Says other statistics of a live file, of which nothing else changes. Only for what changes no row: a transaction at {@link
     * IsolationLevel#SNAPSHOT}.
     *
     * @param statistics by the names in the file, of all its rows, deleted ones too
     */
    public Transaction restate(Action.AddFile file, FileStatistics statistics) {
        changes.restate(file, statistics);
        return this;
    }

    /** Adds a file of changes, for readers of changes alone. */
    public Transaction addChanges(DataFile file, Map<String, Optional<String>> partitionValues) {
        changes.addChanges(file, partitionValues);
        return this;
    }

    /** Says by which columns the table is clustered; none ends it. */
    public Transaction clusteredBy(List<String> columns) {
        changes.cluster(columns);
        return this;
    }

    /** Removes a live file of the snapshot that this transaction has read. */
    public Transaction remove(Action.AddFile file) {
        changes.remove(file);
        return this;
    }

    /** Sets an application's progress in the same commit. A winner that moved it stops this transaction. */
    public Transaction advance(ApplicationProgress progress) {
        changes.advance(progress);
        return this;
    }

    /**
     * Stops this transaction where another application has made progress in the table and none that this advances has: of two
     * that begin to write it at the same time, one does.
     */
    public Transaction unlessAnotherHasBegun() {
        changes.stopWhereAnotherHasBegun();
        return this;
    }

    /** Replaces schema, properties or both. */
    public Transaction metadata(Action.Metadata metadata) {
        changes.metadata(metadata);
        return this;
    }

    /**
     * Gives the table the metadata and the clustering that it had at an earlier version; its column ids and the times of its
     * commits go on as they are.
     */
    public Transaction restore(Snapshot earlier) {
        changes.restore(earlier);
        return this;
    }

    /** Sets the configuration of a metadata domain. */
    public Transaction domain(String name, String configuration) {
        changes.domain(name, configuration, false);
        return this;
    }

    /** Removes a metadata domain. */
    public Transaction removeDomain(String name) {
        changes.domain(name, "", true);
        return this;
    }

    /** A parameter of the operation, for the history that people read. */
    public Transaction parameter(String name, String value) {
        changes.parameter(name, value);
        return this;
    }

    /** A figure of the operation, for the history that people read. */
    public Transaction metric(String name, long value) {
        changes.metric(name, value);
        return this;
    }

    /**
     * Commits at the next free version, rebasing over winners that don't conflict. The only loop that retries: it never
     * goes on to another version before it knows that the one it tried is another's (PROTOCOL.md, "Creation of New Log
     * Entries").
     *
     * @throws CommitConflictException if a winner changed what this depends on: read again, redo
     * @throws RearrangementConflictException if winners changed no row of what this depends on, but put rows that this removes
     *     into other files: plan again
     * @throws ProgressConflictException if a winner advanced the same application: read progress again
     * @throws TableInUseException if another application has begun to write the table, and this was to stop then
     * @throws CommitStateUnknownException if it can't be told whether the commit was written: delete nothing
     * @throws StorageException if the store refused; nothing was written
     */
    public Version commit() {
        use();
        var patience = new Patience(log.environment());
        Conflicts conflicts = changes.conflicts();
        PendingCommit pending = first(conflicts);
        while (true) {
            switch (pending.put(log.folder())) {
                case OURS -> {
                    return log.committed(pending);
                }
                case UNDECIDED -> holdOn(patience, pending);
                case ANOTHERS -> {
                    pending = rebased(pending.base(), pending.winner(), conflicts);
                    giveWay(patience, pending);
                }
            }
        }
    }

    /**
     * At the version after what was read, unless that one is known to be another's. A version that was cleaned up since
     * could be written once more, and nobody would ever see it: so it matters that what this log knows is not old.
     */
    private PendingCommit first(Conflicts conflicts) {
        TableState base = changes.base();
        if (changes.isCreation() || log.base().next().compareTo(base.next()) <= 0) {
            return changes.over(base);
        }
        Optional<Commit> winner = log.read(base.next());
        if (winner.isEmpty()) {
            throw new CommitConflictException("version " + base.version() + " of " + log.table()
                    + ", which was read here, is so old that the commits after it are gone; nothing was written, read"
                    + " the table again and redo");
        }
        return rebased(base, winner, conflicts);
    }

    /**
     * Straight to the newest version, past every winner; none of them may conflict. Whoever tries again after a conflict
     * begins behind the winner, not before it once more.
     */
    private PendingCommit rebased(TableState base, Optional<Commit> first, Conflicts conflicts) {
        TableState newest = base;
        Optional<Commit> winner = first;
        try {
            while (winner.isPresent()) {
                TableState before = newest;
                newest = log.after(before, winner.get());
                conflicts.meet(winner.get(), before);
                winner = log.read(newest.next());
            }
            conflicts.checkFiles();
        } finally {
            log.saw(newest);
        }
        return changes.over(newest);
    }

    /** Before the same bytes are put again. */
    private void holdOn(Patience patience, PendingCommit pending) {
        try {
            if (patience.waits()) {
                return;
            }
        } catch (StorageException interrupted) {
            throw pending.unknown(log.folder(), "interrupted before it could be found out");
        }
        throw pending.unknown(log.folder(), "the store gave no answer for " + Patience.limit());
    }

    /** Before a version is tried that nobody had when we looked. */
    private void giveWay(Patience patience, PendingCommit pending) {
        if (!patience.givesWay()) {
            throw new CommitConflictException("other writers of " + log.table() + " were faster for " + Patience.limit()
                    + ", last before version " + pending.version()
                    + "; nothing was written, try again or let fewer writers commit more at a time");
        }
    }

    private void use() {
        if (used) {
            throw new IllegalStateException("this transaction has been used; begin another one");
        }
        used = true;
    }
}
