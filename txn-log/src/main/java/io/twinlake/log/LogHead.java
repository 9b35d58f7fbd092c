package io.twinlake.log;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.NoStorageException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a log and the newest state of the table that was seen in it. Commits and snapshots begin here, so that a log
 * that has seen the newest version needs one request to learn whether there is a newer one. Safe for use by many threads.
 */
final class LogHead {

    /**
     * The longest time for which a state that was seen as the newest is built upon without listing the log again; never longer
     * than half of the table's log retention. Within it, no commit that follows that state can have been cleaned up; after it,
     * a next commit that is not there proves nothing.
     */
    private static final Duration TRUSTED = Duration.ofHours(1);

    private final Environment environment;
    private final LogFolder folder;
    private final LogReplay replay;
    private final DataPath paths;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** Upper bound on remembered file changes before the log is reopened from a checkpoint. */
    private volatile int mostFollowed = FoundFiles.MOST;

    /** The newest state that this log has seen, and when. */
    private record Known(TableState state, Instant seen) {}

    /** @param mostRemembered upper bound on the files of a checkpoint that are held in memory */
    LogHead(Environment environment, DataPath paths, int mostRemembered) {
        this.environment = environment.withStorage(environment.storage().confinedTo(paths.table()));
        this.folder = new LogFolder(this.environment, paths.table());
        this.replay = new LogReplay(folder, mostRemembered);
        this.paths = paths;
    }

    Environment environment() {
        return environment;
    }

    LogFolder folder() {
        return folder;
    }

    DataPath paths() {
        return paths;
    }

    Location table() {
        return paths.table();
    }

    boolean exists() {
        return trusted().isPresent() || !folder.listFrom(Version.of(0)).isEmpty();
    }

    /** The state of a version; without a request where it is the newest that was seen. */
    TableState at(Version version) {
        return trusted()
                .filter(state -> state.version().equals(version))
                .orElseGet(() -> understood(() -> replay.at(version)));
    }

    Version earliest() {
        return replay.earliest();
    }

    /** When the version of a state was committed. */
    Instant timestamp(TableState state) {
        return new CommitTimes(folder, state).of(state.version());
    }

    /** The newest state that was seen, without a request; the newest there is where none was seen lately. */
    TableState base() {
        return trusted()
                .filter(state -> state.files().remembered() <= mostFollowed)
                .orElseGet(this::refreshed);
    }

    /** The newest state there is. */
    TableState refreshed() {
        TableState newest = trusted().map(this::following).orElseGet(this::opened);
        saw(newest);
        return newest;
    }

    /** Reads the newest state from the last checkpoint again and forgets remembered file changes. */
    void reopen() {
        saw(opened());
    }

    /** The state after one more commit; where the commit is of another table that was made here, the newest there is. */
    TableState after(TableState state, Commit next) {
        return state.isOfAnotherTable(next) ? refreshed() : state.after(next);
    }

    /** Remembers a state unless a newer one of the same table is remembered. */
    void saw(TableState state) {
        var now = new Known(state, environment.clock().instant());
        known.accumulateAndGet(now, LogHead::newer);
    }

    /** File changes are remembered one by one until there are too many and a checkpoint knows better. */
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

    /** Numbers and names can be well formed and make no sense; then the log is corrupt and its reader is not at fault. */
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
                    .map(metadata -> metadata.properties().logRetention())
                    .map(kept -> kept.dividedBy(2))
                    .orElse(TRUSTED);
            return half.compareTo(TRUSTED) < 0 ? half : TRUSTED;
        } catch (IllegalArgumentException notUnderstood) {
            return TRUSTED;
        }
    }

    /** The higher version, unless it was seen too long ago or another table has taken its place. */
    private static Known newer(@Nullable Known before, Known now) {
        if (before == null || !isTrusted(before, now.seen()) || !before.state().isOfSameTable(now.state())) {
            return now;
        }
        return before.state().next().compareTo(now.state().next()) > 0 ? before : now;
    }
}
