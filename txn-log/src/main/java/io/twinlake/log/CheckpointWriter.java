package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a version's state as a classic checkpoint, which every reader understands, and the hint to it. */
record CheckpointWriter(LogFolder folder) {

    private static final int ROWS_AT_A_TIME = 4096;

    void write(Snapshot snapshot) {
        TableProperties properties = snapshot.properties();
        TypedStatistics statistics = TypedStatistics.of(snapshot.metadata());
        Optional<DataType.Struct> typed =
                properties.checkpointStatisticsAsStruct() ? Optional.of(statistics.type()) : Optional.empty();
        Schema schema = CheckpointSchema.written(typed, properties.checkpointStatisticsAsJson());
        RowBatch batch = RowBatch.empty(schema);
        var rows = new CheckpointRowWriter(batch, statistics);
        var at = folder.at().resolve(CheckpointFile.classic(snapshot.version()).name());
        long[] size = {0};
        try (DataFileWriter file = DataFileWriter.create(folder.storage(), at, schema, DataFileOptions.defaults())) {
            actions(snapshot).forEachOrdered(action -> {
                rows.append(action);
                size[0]++;
                if (batch.rows() == ROWS_AT_A_TIME) {
                    file.write(batch);
                    batch.clear();
                }
            });
            file.write(batch);
            hint(snapshot, size[0], file.finish());
        }
    }

    private void hint(Snapshot snapshot, long size, DataFile file) {
        boolean isNewest = LastCheckpoint.read(folder)
                .map(last -> last.compareTo(snapshot.version()) <= 0)
                .orElse(true);
        if (isNewest) {
            new LastCheckpoint(
                            snapshot.version(),
                            size,
                            file.size(),
                            snapshot.files().count())
                    .write(folder);
        }
    }

    /** What a checkpoint keeps: everything but tombstones and progress that have expired, and removed domains. */
    private Stream<Action> actions(Snapshot snapshot) {
        Instant now = folder.environment().clock().instant();
        long tombstonesAfter =
                now.minus(snapshot.properties().deletedFileRetention()).toEpochMilli();
        Optional<Long> progressAfter = snapshot.properties()
                .transactionRetention()
                .map(retention -> now.minus(retention).toEpochMilli());
        return Stream.of(
                        Stream.of(snapshot.protocol(), snapshot.metadata()),
                        snapshot.transactions().stream()
                                .filter(progress -> progressAfter
                                        .map(after -> progress.lastUpdated().orElse(Long.MAX_VALUE) > after)
                                        .orElse(true)),
                        snapshot.state().domains().values().stream().filter(domain -> !domain.removed()),
                        snapshot.tombstones().stream()
                                .filter(file -> file.deletionTimestamp().orElse(0) > tombstonesAfter),
                        snapshot.files())
                .flatMap(part -> part.map(Action.class::cast));
    }
}
