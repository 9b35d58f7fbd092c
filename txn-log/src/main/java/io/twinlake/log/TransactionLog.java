package io.twinlake.log;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.Optional;

/** The log of one table: its versions, and the door to new ones. Safe for use by many threads. */
public final class TransactionLog {

    private TransactionLog() {}

    /** Costs no request; the table need not exist yet. */
    public static TransactionLog open(Environment environment, Location table) {
        throw new UnsupportedOperationException("being built");
    }

    /** The surroundings that this log reads and writes through; its data files are read through the same. */
    public Environment environment() {
        throw new UnsupportedOperationException("being built");
    }

    public Location table() {
        throw new UnsupportedOperationException("being built");
    }

    /** Whether there is a table here. */
    public boolean exists() {
        throw new UnsupportedOperationException("being built");
    }

    /**
     * The table as it is now.
     *
     * @throws TableNotFoundException if there is no log here
     * @throws CorruptLogException if versions are missing or an object can't be read; the message names it
     * @throws UnsupportedTableException if a feature is not supported; the message names it
     */
    public Snapshot latest() {
        throw new UnsupportedOperationException("being built");
    }

    /** @throws VersionNotFoundException if the version is not there or can't be rebuilt any more */
    public Snapshot at(Version version) {
        throw new UnsupportedOperationException("being built");
    }

    /** The latest version committed at or before {@code time}. @throws VersionNotFoundException if there is none */
    public Snapshot asOf(Instant time) {
        throw new UnsupportedOperationException("being built");
    }

    /** The oldest version that can be rebuilt. */
    public Version earliest() {
        throw new UnsupportedOperationException("being built");
    }

    /** One commit, by one GET; empty where that version is not (yet) written. What a subscription polls. */
    public Optional<Commit> read(Version version) {
        throw new UnsupportedOperationException("being built");
    }

    /** A transaction that creates the table: commits version 0, or fails if somebody else did. */
    public Transaction create(Action.Metadata metadata, String operation) {
        throw new UnsupportedOperationException("being built");
    }

    /** A transaction that adds without having read: conflicts only with schema, protocol and its own progress. */
    public Transaction append(String operation) {
        throw new UnsupportedOperationException("being built");
    }

    /** Writes a checkpoint of that snapshot and the hint to it. */
    public void checkpoint(Snapshot snapshot) {
        throw new UnsupportedOperationException("being built");
    }
}
