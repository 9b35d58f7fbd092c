package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The files of a stream's versions. What has been read is kept until the micro-batch that it is for is done. */
final class StreamFiles {

    /** How often a stream that waits makes sure that it does not wait for a commit that was deleted. */
    private static final Duration CHECK_EVERY = Duration.ofMinutes(1);

    private final TransactionLog log;
    private final Snapshot reading;
    private final ChangeCommits changes;
    private final InstantSource clock;
    private final TreeMap<Version, ListedFiles> commits = new TreeMap<>();
    private Optional<SnapshotFiles> snapshot = Optional.empty();
    private Instant checkAt = Instant.MIN;

    StreamFiles(TransactionLog log, Snapshot reading, ChangeCommits changes, InstantSource clock) {
        this.log = log;
        this.reading = reading;
        this.changes = changes;
        this.clock = clock;
    }

    /** The files of the version that {@code offset} is in; empty where that is not written yet. */
    Optional<VersionFiles> of(StreamOffset offset) {
        return offset.isSnapshot() ? Optional.of(ofSnapshot(offset)) : ofCommit(offset.version());
    }

    /** Gives up what is kept of versions below {@code offset}. */
    void forgetBefore(StreamOffset offset) {
        commits.headMap(offset.version()).clear();
        if (!offset.isSnapshot()) {
            snapshot = Optional.empty();
        }
    }

    private VersionFiles ofSnapshot(StreamOffset offset) {
        if (snapshot.isEmpty() || !snapshot.get().areOf(offset)) {
            Snapshot rebuilt = rebuilt(offset.version());
            List<AddFile> live = inOrderOfPath(rebuilt);
            VersionFiles files = column(offset)
                    .<VersionFiles>map(name -> TimedFiles.of(rebuilt, EventTimeColumn.recorded(reading, name), live))
                    .orElseGet(() -> new ListedFiles(live));
            snapshot = Optional.of(new SnapshotFiles(offset.version(), column(offset), files));
        }
        return snapshot.get().files();
    }

    private static Optional<String> column(StreamOffset offset) {
        return offset.times().map(StreamOffset.Times::column);
    }

    private Snapshot rebuilt(Version version) {
        try {
            return log.at(version);
        } catch (VersionNotFoundException e) {
            throw gone(version, e);
        }
    }

    private static List<AddFile> inOrderOfPath(Snapshot snapshot) {
        List<AddFile> files;
        try (var live = snapshot.files()) {
            files = new ArrayList<>(live.toList());
        }
        files.sort(Comparator.comparing(AddFile::path));
        return files;
    }

    private Optional<VersionFiles> ofCommit(Version version) {
        ListedFiles known = commits.get(version);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Commit> commit = log.read(version);
        if (commit.isEmpty() && mayBeGone(version)) {
            commit = log.read(version);
            if (commit.isEmpty()) {
                throw gone(version, null);
            }
        }
        commit.ifPresent(
                found -> commits.put(version, new ListedFiles(StreamedCommit.newFiles(reading, found, changes))));
        return Optional.ofNullable(commits.get(version));
    }

    /** A commit that is not there is awaited, unless the table has gone past it. Asking costs a listing. */
    private boolean mayBeGone(Version version) {
        Instant now = clock.instant();
        if (now.isBefore(checkAt)) {
            return false;
        }
        checkAt = now.plus(CHECK_EVERY);
        return log.latest().version().compareTo(version) >= 0;
    }

    private StreamException gone(Version version, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "version " + version + " of " + log.table() + " is not in the log any more (the oldest is "
                + log.earliest() + "): rows since then would be missed. Start the stream with a new checkpoint, and "
                + "keep the log longer (delta.logRetentionDuration) if a stream may stop for so long";
        return cause == null ? new StreamException(message) : new StreamException(message, cause);
    }

    private record SnapshotFiles(Version version, Optional<String> column, VersionFiles files) {

        boolean areOf(StreamOffset offset) {
            return version.equals(offset.version()) && column.equals(StreamFiles.column(offset));
        }
    }
}
