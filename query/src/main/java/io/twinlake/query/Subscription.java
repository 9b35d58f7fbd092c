package io.twinlake.query;

import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * New rows of a table, commit by commit, in order and whole. A poll is one GET of the next version's name. A commit that
 * only rearranges rows (compaction) or adds none is passed over. Delivery is at least once: who resumes from the last
 * version that was dealt with plus one gets every later row, and only rows dealt with since then twice.
 *
 * <p>For use by one thread.
 */
public final class Subscription implements Iterable<SubscribedCommit>, AutoCloseable {

    /** After so long without a commit it is checked that the versions waited for have not been cleaned up unseen. */
    private static final Duration GAP_CHECK_AFTER = Duration.ofHours(1);

    private final TransactionLog log;
    private final Removals removals;
    private Snapshot table;
    private Version next;
    private Instant certain;
    private Optional<SubscribedCommit> pending = Optional.empty();
    private Optional<Renewal> renewal = Optional.empty();

    /** What to do with a commit that removes rows. */
    public enum Removals {
        /** Stop with a {@link RowsRemovedException}. */
        REFUSED,
        /**
         * Give the rows of the files that the commit added, and say nothing of those that went: an update's new versions of
         * rows, and what was written anew beside them or beside deleted ones. Of a file that only got another deletion vector,
         * the rows that came back.
         */
        IGNORED
    }

    private Subscription(TransactionLog log, Removals removals, Snapshot table, Version next) {
        this.log = log;
        this.removals = removals;
        this.table = table;
        this.next = next;
        this.certain = log.environment().clock().instant();
    }

    /** Removals are refused. @throws SubscriptionGapException if the commits asked for are not there any more */
    public static Subscription from(TransactionLog log, StartAt start) {
        return from(log, start, Removals.REFUSED);
    }

    /** @throws SubscriptionGapException if the commits asked for are not there any more */
    public static Subscription from(TransactionLog log, StartAt start, Removals removals) {
        return start.match(new Beginning(log, removals));
    }

    /**
     * Claims in that name, now and with polls from time to time, what has not been dealt with yet: vacuum and cleanup of
     * the log keep it until {@code timeToLive} after the last claim (within their own bound). Who polls again has dealt
     * with what was given before. The claim outlives {@link #close}, so that one can resume; {@code log.leases()} ends it.
     */
    public Subscription leased(String holder, Duration timeToLive) {
        renewal = Optional.of(new Renewal(log, holder, timeToLive));
        renewal.get().claim(position());
        return this;
    }

    /** The next version to be looked for: what to resume from once all commits given so far are dealt with. */
    public Version position() {
        return pending.map(SubscribedCommit::version).orElse(next);
    }

    /**
     * The next commit with new rows; empty at the end of the log, which costs one GET.
     *
     * @throws RowsRemovedException if the commit removed rows and removals are refused
     * @throws SubscriptionGapException if commits have been cleaned up before they were seen
     */
    public Optional<SubscribedCommit> poll() {
        renewal.ifPresent(lease -> lease.claimIfDue(position()));
        if (pending.isPresent()) {
            Optional<SubscribedCommit> given = pending;
            pending = Optional.empty();
            return given;
        }
        while (true) {
            Optional<Commit> commit = log.read(next);
            if (commit.isEmpty()) {
                checkForGap();
                return Optional.empty();
            }
            Optional<SubscribedCommit> news = news(commit.get());
            next = next.next();
            certain = log.environment().clock().instant();
            if (news.isPresent()) {
                return news;
            }
        }
    }

    /** The commits until the end of the log as it is when it is reached. */
    @Override
    public Iterator<SubscribedCommit> iterator() {
        return new Iterator<>() {
            private Optional<SubscribedCommit> ready = Optional.empty();

            @Override
            public boolean hasNext() {
                if (ready.isEmpty()) {
                    ready = poll();
                }
                return ready.isPresent();
            }

            @Override
            public SubscribedCommit next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("no commit " + next + " yet");
                }
                SubscribedCommit commit = ready.orElseThrow();
                ready = Optional.empty();
                return commit;
            }
        };
    }

    /** The next commit, waited for as long as it takes, with a poll every {@code interval}. */
    public SubscribedCommit await(Duration interval) {
        while (true) {
            Optional<SubscribedCommit> commit = poll();
            if (commit.isPresent()) {
                return commit.get();
            }
            log.environment().pause().sleep(interval);
        }
    }

    /** Nothing is held open between polls; a lease stays until it ends. */
    @Override
    public void close() {}

    private Optional<SubscribedCommit> news(Commit commit) {
        List<Action> actions = commit.actions();
        if (actions.stream()
                .anyMatch(action -> action instanceof Action.Metadata || action instanceof Action.Protocol)) {
            table = log.at(commit.version());
        }
        if (removals == Removals.REFUSED) {
            refuseRemovals(commit);
        }
        List<AddFile> added = new NewRows(table, commit).files();
        return added.isEmpty() ? Optional.empty() : Optional.of(commit(commit.version(), timestamp(commit), added));
    }

    private SubscribedCommit commit(Version version, Instant timestamp, List<AddFile> files) {
        return new SubscribedCommit(
                version, timestamp, table.schema(), ScanPlan.over(table).splits(files.stream()));
    }

    private static void refuseRemovals(Commit commit) {
        commit.actions().stream()
                .filter(action -> action instanceof Action.RemoveFile remove && remove.dataChange())
                .map(Action.RemoveFile.class::cast)
                .findFirst()
                .ifPresent(remove -> {
                    throw new RowsRemovedException(
                            "version " + commit.version() + " removed rows (file " + remove.path()
                                    + "); a subscription gives new rows only. Subscribe with removals ignored, or read the table"
                                    + " anew and subscribe from version "
                                    + commit.version().next());
                });
    }

    private static Instant timestamp(Commit commit) {
        for (Action action : commit.actions()) {
            if (action instanceof Action.CommitInfo info) {
                OptionalLong millis =
                        info.inCommitTimestamp().isPresent() ? info.inCommitTimestamp() : info.timestamp();
                if (millis.isPresent()) {
                    return Instant.ofEpochMilli(millis.getAsLong());
                }
            }
        }
        return commit.actions().stream()
                .filter(AddFile.class::isInstance)
                .map(action -> Instant.ofEpochMilli(((AddFile) action).modificationTime()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private void checkForGap() {
        Instant now = log.environment().clock().instant();
        if (now.isBefore(certain.plus(GAP_CHECK_AFTER))) {
            return;
        }
        Version latest = log.latest().version();
        if (latest.compareTo(next) >= 0 && log.read(next).isEmpty()) {
            throw gap(log, next);
        }
        certain = now;
    }

    private static SubscriptionGapException gap(TransactionLog log, Version wanted) {
        return new SubscriptionGapException("version " + wanted + " of " + log.table()
                + " is not there any more: the log has been cleaned up to version " + log.earliest()
                + ". Subscribe from 'earliest' (all rows of that version, then the rest), or keep the log longer"
                + " (delta.logRetentionDuration) than the subscriber is away");
    }

    private record Beginning(TransactionLog log, Removals removals) implements StartAt.Cases<Subscription> {

        @Override
        public Subscription earliest() {
            Snapshot snapshot = log.oldestReadable();
            Subscription subscription =
                    new Subscription(log, removals, snapshot, snapshot.version().next());
            List<AddFile> files;
            try (Stream<AddFile> live = snapshot.files()) {
                files = live.toList();
            }
            if (!files.isEmpty()) {
                subscription.pending =
                        Optional.of(subscription.commit(snapshot.version(), snapshot.timestamp(), files));
            }
            return subscription;
        }

        @Override
        public Subscription latest() {
            Snapshot snapshot = log.latest();
            return new Subscription(log, removals, snapshot, snapshot.version().next());
        }

        @Override
        public Subscription version(Version version) {
            Snapshot latest = log.latest();
            if (version.compareTo(latest.version()) > 0) {
                return new Subscription(log, removals, latest, version);
            }
            try {
                return new Subscription(log, removals, log.at(version), version);
            } catch (VersionNotFoundException e) {
                throw gap(log, version);
            }
        }

        @Override
        public Subscription timestamp(Instant time) {
            Optional<Snapshot> before = before(time);
            if (before.isPresent()) {
                Snapshot snapshot = before.get();
                return version(
                        snapshot.timestamp().equals(time)
                                ? snapshot.version()
                                : snapshot.version().next());
            }
            Version oldest = log.earliest();
            if (oldest.number() > 0) {
                throw gap(log, Version.of(0));
            }
            return version(oldest);
        }

        private Optional<Snapshot> before(Instant time) {
            try {
                return Optional.of(log.asOf(time));
            } catch (VersionNotFoundException older) {
                return Optional.empty();
            }
        }
    }
}
