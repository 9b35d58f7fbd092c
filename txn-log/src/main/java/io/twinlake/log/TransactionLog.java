package io.twinlake.log;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.NoStorageException;
import io.twinlake.storage.ObjectInfo;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of one table: its versions, and the door to new ones. Safe for use by many threads. */
public final class TransactionLog {

    /**
     * How long a state that was seen as the newest may be built upon without listing the log again, and no longer than half
     * of what the table keeps its log for. Within it, no commit that follows that state can have been cleaned up; after it,
     * "the next commit is not there" proves nothing.
     */
    private static final Duration TRUSTED = Duration.ofHours(1);

    private final Environment environment;
    private final LogFolder folder;
    private final LogReplay replay;
    private final DataPath paths;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** Of how many files that commits have added and removed this log lets itself be told before it opens anew. */
    private volatile int mostFollowed = FoundFiles.MOST;

    /** The newest state that this log has seen, and when. */
    private record Known(TableState state, Instant seen) {}

    private TransactionLog(Environment environment, DataPath paths, int mostRemembered) {
        this.environment = environment.withStorage(environment.storage().confinedTo(paths.table()));
        this.folder = new LogFolder(this.environment, paths.table());
        this.replay = new LogReplay(folder, mostRemembered);
        this.paths = paths;
    }

    /** Costs no request; the table need not exist yet. */
    public static TransactionLog open(Environment environment, Location table) {
        return open(environment, table, FoundFiles.MOST);
    }

    /** @param mostRemembered how many files of a checkpoint may be held in memory at most */
    static TransactionLog open(Environment environment, Location table, int mostRemembered) {
        return new TransactionLog(environment, new DataPath(table), mostRemembered);
    }

    /**
     * This log, as one that is not trusted to name files of other folders: a log may name any object that its reader can
     * read. Whoever locates a file outside of the table's folder then gets an {@link UnsupportedTableException}. Shallow
     * clones are such tables.
     */
    public TransactionLog ownFilesOnly() {
        return new TransactionLog(environment, paths.withOwnFilesOnly(), FoundFiles.MOST);
    }

    /** The surroundings that this log reads and writes through; its data files are read through the same. */
    public Environment environment() {
        return environment;
    }

    public Location table() {
        return folder.table();
    }

    /** Whether there is a table here. */
    public boolean exists() {
        return trusted().isPresent() || !folder.listFrom(Version.of(0)).isEmpty();
    }

    /**
     * The table as it is now. One request if nothing is new since this log was asked last.
     *
     * @throws TableNotFoundException if there is no log here
     * @throws CorruptLogException if versions are missing or an object can't be read; the message names it
     * @throws UnsupportedTableException if a feature is not supported; the message names it
     */
    public Snapshot latest() {
        return Snapshot.of(this, refreshed());
    }

    /** @throws VersionNotFoundException if the version is not there or can't be rebuilt any more */
    public Snapshot at(Version version) {
        Optional<TableState> state = trusted();
        if (state.isPresent() && state.get().version().equals(version)) {
            return Snapshot.of(this, state.get());
        }
        return Snapshot.of(this, understood(() -> replay.at(version)));
    }

    /** The latest version committed at or before {@code time}. @throws VersionNotFoundException if there is none */
    public Snapshot asOf(Instant time) {
        return at(new CommitTimes(folder, refreshed()).latestAt(time));
    }

    /** The oldest version that can be rebuilt. */
    public Version earliest() {
        return replay.earliest();
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
        return new Leases(this);
    }

    /** One commit, by one GET; empty where that version is not (yet) written. What a subscription polls. */
    public Optional<Commit> read(Version version) {
        return folder.read(version);
    }

    /**
     * When the versions whose commits are there were written, by the times of their objects; a commit's own in-commit
     * timestamp goes before. One listing.
     */
    public NavigableMap<Version, Instant> objectTimes() {
        return CommitTimes.objectTimes(folder);
    }

    /** A transaction that creates the table: commits version 0, or fails if somebody else did. */
    public Transaction create(Action.Metadata metadata, String operation) {
        return Transaction.creating(this, metadata, operation);
    }

    /**
     * As {@link #create}, for a table that begins with another's files: it gets the features and the metadata domains of
     * the other.
     */
    public Transaction createLike(Snapshot source, Action.Metadata metadata, String operation) {
        return Transaction.cloning(this, source, metadata, operation);
    }

    /** A transaction that adds without having read: conflicts only with schema, protocol and its own progress. */
    public Transaction append(String operation) {
        return Transaction.appending(this, operation);
    }

    /**
     * Writes a checkpoint of that snapshot, the hint to it and its checksum. Where this log holds many files in memory, it
     * lets go of them for the checkpoint's.
     */
    public void checkpoint(Snapshot snapshot) {
        new CheckpointWriter(folder).write(snapshot);
        TableState newest = base();
        boolean isOutgrown =
                snapshot.properties().v2Checkpoints() || newest.files().remembered() > FoundFiles.MOST;
        if (isOutgrown) {
            remember(opened());
        }
    }

    /**
     * Sums versions up in one object beside their commits, so that who replays them reads one instead of many.
     *
     * @throws VersionNotFoundException if the commit of one of them is not there
     */
    public void compactLog(Version first, Version last) {
        new LogCompaction(folder).write(new CompactedFile(first, last));
    }

    /** The sidecars that an object of a checkpoint refers to; empty if it can't be read. */
    public Optional<List<Location>> sidecars(ObjectInfo checkpoint) {
        return new CheckpointReader(folder, 0)
                .sidecars(checkpoint)
                .map(sidecars ->
                        sidecars.stream().map(sidecar -> sidecar.at(folder)).toList());
    }

    DataPath paths() {
        return paths;
    }

    LogFolder folder() {
        return folder;
    }

    Instant timestamp(TableState state) {
        return new CommitTimes(folder, state).of(state.version());
    }

    /** The newest state that is known: no request where one is, and few where none. */
    TableState base() {
        return trusted()
                .filter(state -> state.files().remembered() <= mostFollowed)
                .orElseGet(this::refreshed);
    }

    /** The newest state there is. */
    TableState refreshed() {
        TableState newest = trusted().map(this::following).orElseGet(this::opened);
        remember(newest);
        return newest;
    }

    /** Files that came and went are remembered one by one, until a checkpoint that somebody has written knows better. */
    private TableState following(TableState state) {
        return understood(() -> replay.following(state))
                .filter(newest -> newest.files().remembered() <= mostFollowed)
                .orElseGet(this::opened);
    }

    private TableState opened() {
        TableState state = understood(replay::latest);
        mostFollowed = Math.max(FoundFiles.MOST, 2 * state.files().remembered());
        return state;
    }

    /** Numbers and names may be well formed and make no sense: then it is the log that is wrong, and not who reads it. */
    private <T> T understood(Supplier<T> read) {
        try {
            return read.get();
        } catch (NoStorageException notOfTheLog) {
            throw notOfTheLog;
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new CorruptLogException(
                    "the log of " + table() + " says what can't be: " + e.getMessage()
                            + "; restore it from a copy, or read an older version",
                    e);
        }
    }

    /** The state after one more commit; of another table that was made here, the newest there is. */
    TableState after(TableState state, Commit next) {
        return state.isOfAnotherTable(next) ? refreshed() : state.after(next);
    }

    /** Takes note of a commit of this log's own. */
    Version committed(PendingCommit commit) {
        remember(commit.outcome());
        return commit.version();
    }

    /** Takes note of a state that is newer than what was known. */
    void saw(TableState newest) {
        remember(newest);
    }

    private Optional<TableState> trusted() {
        return Optional.ofNullable(known.get())
                .filter(last -> isTrusted(last, environment.clock().instant()))
                .map(Known::state);
    }

    private static boolean isTrusted(Known last, Instant now) {
        return now.isBefore(last.seen().plus(trustedFor(last.state())));
    }

    private static Duration trustedFor(TableState state) {
        try {
            Duration half = state.metadata()
                    .map(metadata -> new TableProperties(metadata.configuration()).logRetention())
                    .map(kept -> kept.dividedBy(2))
                    .orElse(TRUSTED);
            return half.compareTo(TRUSTED) < 0 ? half : TRUSTED;
        } catch (IllegalArgumentException notUnderstood) {
            return TRUSTED;
        }
    }

    private void remember(TableState state) {
        var now = new Known(state, environment.clock().instant());
        known.accumulateAndGet(now, TransactionLog::newer);
    }

    /** The higher version, unless it was seen too long ago or is of a table that this is not any more. */
    private static Known newer(@Nullable Known before, Known now) {
        if (before == null || !isTrusted(before, now.seen()) || !before.state().isOfSameTable(now.state())) {
            return now;
        }
        return before.state().next().compareTo(now.state().next()) > 0 ? before : now;
    }
}
