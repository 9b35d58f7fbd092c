package io.twinlake.log;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** The log of one table: its versions, and the door to new ones. Safe for use by many threads. */
public final class TransactionLog {

    private final LogHead head;

    private TransactionLog(LogHead head) {
        this.head = head;
    }

    /** Costs no request; the table need not exist yet. */
    public static TransactionLog open(Environment environment, Location table) {
        return open(environment, table, FoundFiles.MOST);
    }

    /** @param mostRemembered how many files of a checkpoint may be held in memory at most */
    static TransactionLog open(Environment environment, Location table, int mostRemembered) {
        return new TransactionLog(new LogHead(environment, new DataPath(table), mostRemembered));
    }

    /**
     * This log, restricted to files below the table's folder. A log can name any object that its reader may read; locating a
     * file elsewhere then throws an {@link UnsupportedTableException}. Shallow clones have such files.
     */
    public TransactionLog ownFilesOnly() {
        return new TransactionLog(new LogHead(head.environment(), head.paths().withOwnFilesOnly(), FoundFiles.MOST));
    }

    /** The surroundings that this log reads and writes through; its data files are read through the same. */
    public Environment environment() {
        return head.environment();
    }

    public Location table() {
        return head.table();
    }

    /** Whether there is a table here. */
    public boolean exists() {
        return head.exists();
    }

    /**
     * The table as it is now. One request if nothing is new since this log was asked last.
     *
     * @throws TableNotFoundException if there is no log here
     * @throws CorruptLogException if versions are missing or an object can't be read; the message names it
     * @throws UnsupportedTableException if a feature is not supported; the message names it
     */
    public Snapshot latest() {
        return Snapshot.of(head, head.refreshed());
    }

    /** @throws VersionNotFoundException if the version is not there or can't be rebuilt any more */
    public Snapshot at(Version version) {
        return Snapshot.of(head, head.at(version));
    }

    /** The latest version committed at or before {@code time}. @throws VersionNotFoundException if there is none */
    public Snapshot asOf(Instant time) {
        return at(new CommitTimes(head.folder(), head.refreshed()).latestAt(time));
    }

    /** The oldest version that can be rebuilt. */
    public Version earliest() {
        return head.earliest();
    }

    /**
     * The oldest version that a reader can begin with and go on from, commit by commit: {@link #earliest} where the data
     * files of that time are still there, else the version that was the newest when the retention of removed files began.
     */
    public Snapshot oldestReadable() {
        return new OldestReadable(this).snapshot();
    }

    /** The claims of slow readers on versions of this table. */
    public Leases leases() {
        return new Leases(head.environment(), head.table());
    }

    /** One commit, by one GET; empty where that version is not (yet) written. What a subscription polls. */
    public Optional<Commit> read(Version version) {
        return head.folder().read(version);
    }

    /**
     * When the versions whose commits are there were written, by the times of their objects; a commit's own in-commit
     * timestamp goes before. One listing.
     */
    public NavigableMap<Version, Instant> objectTimes() {
        return CommitTimes.objectTimes(head.folder());
    }

    /** A transaction that creates the table: commits version 0, or fails if somebody else did. */
    public Transaction create(Action.Metadata metadata, String operation) {
        return Transaction.creating(head, metadata, operation);
    }

    /**
     * As {@link #create}, for a table that begins with another's files: it gets the features and the metadata domains of
     * the other.
     */
    public Transaction createLike(Snapshot source, Action.Metadata metadata, String operation) {
        return Transaction.cloning(head, source, metadata, operation);
    }

    /** A transaction that adds without having read: conflicts only with schema, protocol and its own progress. */
    public Transaction append(String operation) {
        return Transaction.appending(head, operation);
    }

    /**
     * Writes a checkpoint of that snapshot, the hint to it and its checksum. Where this log holds many files in memory, it
     * replaces them by the checkpoint's.
     */
    public void checkpoint(Snapshot snapshot) {
        new CheckpointWriter(head.folder()).write(snapshot);
        int remembered = head.base().files().remembered();
        if (snapshot.properties().v2Checkpoints() || remembered > FoundFiles.MOST) {
            head.reopen();
        }
    }

    /**
     * Sums versions up in one object beside their commits, so that who replays them reads one instead of many.
     *
     * @throws VersionNotFoundException if the commit of one of them is not there
     */
    public void compactLog(Version first, Version last) {
        new LogCompaction(head.folder()).write(new CompactedFile(first, last));
    }

    /** The sidecars that an object of a checkpoint refers to; empty if it can't be read. */
    public Optional<List<Location>> sidecars(ObjectInfo checkpoint) {
        return new CheckpointReader(head.folder(), 0)
                .sidecars(checkpoint)
                .map(sidecars -> sidecars.stream()
                        .map(sidecar -> sidecar.at(head.folder()))
                        .toList());
    }

    /** Where this log's state is kept, for the other types of this package. */
    LogHead head() {
        return head;
    }
}
