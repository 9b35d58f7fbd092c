package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes a version's state as a checkpoint and the hint to it: one Parquet object, which every reader understands, or
 * what the table's property {@code delta.checkpointPolicy} asks for.
 */
record CheckpointWriter(LogFolder folder) {

    /** Number of live files that are sorted in memory at a time and that a sidecar holds. */
    static final int CHUNK = 1 << 16;

    void write(Snapshot snapshot) {
        try {
            write(snapshot, snapshot.state().files().grounded());
        } catch (CorruptDataFileException | CorruptLogException | StorageException broken) {
            write(snapshot, snapshot.state().files().grounded().elsewhere(broken));
        }
    }

    private void write(Snapshot snapshot, FileSet files) {
        LastCheckpoint hint = isV2(snapshot)
                ? new SidecarWriter(folder, snapshot, files).write(rest(snapshot), tombstones(snapshot, files))
                : new ClassicWriter(folder, snapshot, files).write(rest(snapshot), tombstones(snapshot, files));
        checksum(snapshot, hint).write(folder);
        boolean isNewest = LastCheckpoint.read(folder)
                .map(last -> last.compareTo(snapshot.version()) <= 0)
                .orElse(true);
        if (isNewest) {
            hint.write(folder);
        }
    }

    /** The checksum of the version, whose totals the checkpoint has just counted. */
    private VersionChecksum checksum(Snapshot snapshot, LastCheckpoint written) {
        return new VersionChecksum(
                snapshot.version(),
                written.tableBytes(),
                written.numOfAddFiles(),
                snapshot.properties().inCommitTimestamps()
                        ? OptionalLong.of(snapshot.timestamp().toEpochMilli())
                        : OptionalLong.empty(),
                snapshot.protocol(),
                snapshot.metadata(),
                Optional.of(List.copyOf(snapshot.transactions())),
                Optional.of(snapshot.state().domains().values().stream()
                        .filter(domain -> !domain.removed())
                        .toList()));
    }

    /** The protocol wants both: the feature, by which readers are warned, and the property, by which it is used. */
    private static boolean isV2(Snapshot snapshot) {
        return snapshot.properties().v2Checkpoints()
                && snapshot.protocol().writerFeatures().contains(TableFeature.V2_CHECKPOINT.word());
    }

    /** All but files: what has not expired of progress, and domains that are not removed. */
    private Stream<Action> rest(Snapshot snapshot) {
        Optional<Long> progressAfter = snapshot.properties()
                .transactionRetention()
                .map(retention -> now().minus(retention).toEpochMilli());
        return Stream.of(
                        Stream.of(snapshot.protocol(), snapshot.metadata()),
                        snapshot.transactions().stream()
                                .filter(progress -> progressAfter
                                        .map(after -> progress.lastUpdated().orElse(Long.MAX_VALUE) > after)
                                        .orElse(true)),
                        snapshot.state().domains().values().stream().filter(domain -> !domain.removed()))
                .flatMap(part -> part.map(Action.class::cast));
    }

    private FileIterator<Action.RemoveFile> tombstones(Snapshot snapshot, FileSet files) {
        long after = now().minus(snapshot.properties().deletedFileRetention()).toEpochMilli();
        return files.tombstones().where(file -> file.deletionTimestamp().orElse(0) > after);
    }

    private Instant now() {
        return folder.environment().clock().instant();
    }

    /** Gathers all live files of a state, in order, in chunks. */
    static void adds(
            LogFolder folder, TypedColumns typed, FileSet files, Consumer<io.twinlake.format.RowBatch> chunks) {
        var adds = new SortedAdds(folder.paths(), typed, files.added().values(), CHUNK, chunks);
        files.stored().parts().forEach(part -> adds.take(part, files::isChanged));
        adds.finish();
    }
}
