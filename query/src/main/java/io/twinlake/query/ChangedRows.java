package io.twinlake.query;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.CommitInfo;
import io.twinlake.log.Commit;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Version;
import io.twinlake.storage.ObjectNotFoundException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.IntStream;

/** The changed rows of a range of versions, commit by commit and file by file; one file is open at a time. */
final class ChangedRows implements RowBatches {

    private final FeedRange range;
    private final FeedColumns columns;
    private final Queue<FileChange> files = new ArrayDeque<>();
    private Version next;
    private Version version;
    private Instant timestamp = Instant.EPOCH;
    private Map<Version, Instant> objectTimes = Map.of();
    private Optional<Open> open = Optional.empty();
    private Optional<RowBatch> ready = Optional.empty();

    /** A file that is being read. */
    private record Open(FileChange change, LiveRows rows) {}

    ChangedRows(FeedRange range, FeedColumns columns) {
        this.range = range;
        this.columns = columns;
        this.next = range.from();
        this.version = range.from();
    }

    @Override
    public Schema schema() {
        return columns.schema();
    }

    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty() && (open.isPresent() || openFile() || nextCommit())) {
                open.ifPresent(this::advance);
            }
            return ready.isPresent();
        } catch (ObjectNotFoundException e) {
            throw new ChangesUnavailableException(
                    "file " + e.location() + " with rows of version " + version + " of "
                            + range.log().table() + " is gone: vacuum deletes files that are older than the retention."
                            + " Begin with a later version, or keep files longer"
                            + " (delta.deletedFileRetentionDuration)",
                    e);
        }
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "no more changes up to version " + range.to().version());
        }
        RowBatch batch = ready.orElseThrow();
        ready = Optional.empty();
        return batch;
    }

    @Override
    public void close() {
        open.ifPresent(file -> file.rows().close());
        open = Optional.empty();
        files.clear();
        next = range.to().version().next();
    }

    private boolean nextCommit() {
        if (next.compareTo(range.to().version()) > 0) {
            return false;
        }
        version = next;
        next = next.next();
        Commit commit = range.commit(version);
        files.addAll(new CommitChanges(range.log(), range.to(), commit).files());
        timestamp = files.isEmpty() ? Instant.EPOCH : time(commit);
        return true;
    }

    private Instant time(Commit commit) {
        OptionalLong inCommit = commit.info().map(CommitInfo::inCommitTimestamp).orElse(OptionalLong.empty());
        if (inCommit.isPresent()) {
            return Instant.ofEpochMilli(inCommit.getAsLong());
        }
        if (!objectTimes.containsKey(commit.version())) {
            objectTimes = range.log().objectTimes();
        }
        return Optional.ofNullable(objectTimes.get(commit.version())).orElseThrow(() -> range.gone(commit.version()));
    }

    private boolean openFile() {
        FileChange change = files.poll();
        if (change == null) {
            return false;
        }
        Schema wanted = change.changeType().isPresent() ? columns.table() : columns.inChangeFile();
        open = Optional.of(new Open(change, range.to().rows(change.file(), wanted, Predicate.TRUE)));
        return true;
    }

    private void advance(Open file) {
        if (!file.rows().hasNext()) {
            file.rows().close();
            open = Optional.empty();
            return;
        }
        RowBatch rows = changed(file, file.rows().next());
        if (rows.rows() > 0) {
            ready = Optional.of(columns.complete(rows, file.change(), version, timestamp));
        }
    }

    private static RowBatch changed(Open file, RowBatch batch) {
        return file.change()
                .only()
                .map(rows -> batch.select(IntStream.range(0, batch.rows())
                        .filter(row -> rows.contains(file.rows().position(row)))
                        .toArray()))
                .orElse(batch);
    }
}
