package io.twinlake.log;

import io.twinlake.format.DataFile;
import java.util.Map;
import java.util.Optional;

/** Changes to be committed together, or not at all. For one use, by one thread. */
public final class Transaction {

    private Transaction() {}

    /** Adds a file that has been written below the table; statistics come from it. */
    public Transaction add(DataFile file) {
        throw new UnsupportedOperationException("being built");
    }

    /** Adds a file of a partitioned table; {@code partitionValues} are by physical column name, empty means null. */
    public Transaction add(DataFile file, Map<String, Optional<String>> partitionValues) {
        throw new UnsupportedOperationException("being built");
    }

    /** Removes a live file of the snapshot that this transaction has read. */
    public Transaction remove(Action.AddFile file) {
        throw new UnsupportedOperationException("being built");
    }

    /** Sets an application's progress in the same commit. A winner that moved it stops this transaction. */
    public Transaction advance(ApplicationProgress progress) {
        throw new UnsupportedOperationException("being built");
    }

    /** Replaces schema, properties or both. */
    public Transaction metadata(Action.Metadata metadata) {
        throw new UnsupportedOperationException("being built");
    }

    /** Sets the configuration of a metadata domain. */
    public Transaction domain(String name, String configuration) {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * Commits at the next free version, rebasing over winners that don't conflict.
     *
     * @throws CommitConflictException if a winner changed what this depends on: read again, redo
     * @throws ProgressConflictException if a winner advanced the same application: read progress again
     * @throws CommitStateUnknownException if it can't be told whether the commit was written: delete nothing
     */
    public Version commit() {
        throw new UnsupportedOperationException("being built");
    }
}
