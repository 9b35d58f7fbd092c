package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Files of rows: one after the other, a partition each. Knows every object that it may have put, so that all can be deleted
 * when the write comes to nothing.
 */
final class RowFiles implements AutoCloseable {

    static final long TARGET_BYTES = 128L << 20;

    /** Of all files that are open: with many partitions the largest is ended before it has its size. */
    private static final long MOST_OPEN_BYTES = 256L << 20;

    /** What an open file holds beside its rows, about. */
    private static final long FILE_BYTES = 128L << 10;

    private final Snapshot snapshot;
    private final Environment environment;
    private final Schema rows;
    private final Schema inFile;
    private final String folder;
    private final List<Integer> partitionColumns = new ArrayList<>();
    private final Map<Map<String, Optional<String>>, DataFileWriter> open = new LinkedHashMap<>();
    private final long mostOpenBytes;
    private long openBytes;
    private final List<Location> named = new ArrayList<>();
    private final List<WrittenFile> finished = new ArrayList<>();

    /** Takes the columns of rows, and the folder below the table, empty or ending with a slash. */
    RowFiles(Snapshot snapshot, Schema rows, String folder) {
        this(snapshot, rows, folder, MOST_OPEN_BYTES);
    }

    RowFiles(Snapshot snapshot, Schema rows, String folder, long mostOpenBytes) {
        this.mostOpenBytes = mostOpenBytes;
        this.snapshot = snapshot;
        this.environment = snapshot.environment();
        this.rows = rows;
        this.folder = folder;
        this.inFile = new Schema(rows.fields().stream()
                .filter(field -> !snapshot.metadata().isPartitionedBy(field.name()))
                .toList());
        for (String column : snapshot.metadata().partitionColumns()) {
            OptionalInt position = rows.indexOf(column);
            partitionColumns.add(position.orElseThrow());
        }
    }

    void write(RowBatch batch) {
        if (batch.rows() == 0) {
            return;
        }
        if (partitionColumns.isEmpty()) {
            writeTo(Map.of(), batch);
            return;
        }
        Map<Map<String, Optional<String>>, List<Integer>> byPartition = new LinkedHashMap<>();
        for (int row = 0; row < batch.rows(); row++) {
            byPartition
                    .computeIfAbsent(values(batch, row), any -> new ArrayList<>())
                    .add(row);
        }
        byPartition.forEach((values, picked) -> writeTo(
                values,
                picked.size() == batch.rows()
                        ? batch
                        : batch.select(
                                picked.stream().mapToInt(Integer::intValue).toArray())));
    }

    private Map<String, Optional<String>> values(RowBatch batch, int row) {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (int column : partitionColumns) {
            Field field = rows.field(column);
            values.put(snapshot.columnMapping().physicalName(field), PartitionFolder.text(batch.column(column), row));
        }
        return values;
    }

    private void writeTo(Map<String, Optional<String>> values, RowBatch batch) {
        DataFileWriter writer = open.computeIfAbsent(values, this::begin);
        long before = writer.bytes();
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!partitionColumns.contains(i)) {
                columns.add(batch.column(i));
            }
        }
        writer.write(RowBatch.of(inFile, columns, batch.rows()));
        openBytes += writer.bytes() - before;
        if (writer.bytes() >= TARGET_BYTES) {
            endOne(values);
        }
        while (openBytes > mostOpenBytes && open.size() > 1) {
            endOne(Collections.max(
                            open.entrySet(),
                            Comparator.comparingLong(file -> file.getValue().bytes()))
                    .getKey());
        }
    }

    private void endOne(Map<String, Optional<String>> values) {
        DataFileWriter writer = Objects.requireNonNull(open.remove(values));
        openBytes -= FILE_BYTES + writer.bytes();
        end(values, writer);
    }

    private DataFileWriter begin(Map<String, Optional<String>> values) {
        var path = new StringBuilder(folder);
        values.forEach((column, value) ->
                path.append(PartitionFolder.name(column, value)).append('/'));
        path.append(folder.isEmpty() ? "part-" : "cdc-")
                .append(environment.uuid())
                .append(".parquet");
        Location at = snapshot.table().resolve(path.toString());
        named.add(at);
        openBytes += FILE_BYTES;
        return DataFileWriter.create(environment.storage(), at, inFile, snapshot.fileOptions());
    }

    private void end(Map<String, Optional<String>> values, DataFileWriter writer) {
        try (writer) {
            Instant begun = environment.clock().instant();
            DataFile file = writer.finish().withBegun(begun);
            finished.add(new WrittenFile(file, values));
        }
    }

    /** Ends all files. */
    List<WrittenFile> finish() {
        open.forEach(this::end);
        open.clear();
        return List.copyOf(finished);
    }

    /** Deletes whatever has been put; only for when it is known that no commit names it. */
    void delete() {
        close();
        environment.storage().delete(named);
    }

    @Override
    public void close() {
        open.values().forEach(DataFileWriter::close);
        open.clear();
    }
}
