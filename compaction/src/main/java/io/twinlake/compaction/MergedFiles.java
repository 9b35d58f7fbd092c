package io.twinlake.compaction;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The output of one merge: rows go into one file after the other, evenly. Knows every object that it may have put, so
 * that all can be deleted when the merge comes to nothing.
 */
final class MergedFiles implements AutoCloseable {

    private static final int BATCH_ROWS = 8192;

    private final Environment environment;
    private final Snapshot snapshot;
    private final Schema schema;
    private final long rowsPerFile;
    private final RowBatch pending;
    private final List<Location> named = new ArrayList<>();
    private final List<DataFile> finished = new ArrayList<>();
    private Optional<DataFileWriter> writer = Optional.empty();
    private long rowsInFile;

    MergedFiles(Environment environment, Snapshot snapshot, Schema schema, long rowsPerFile) {
        this.environment = environment;
        this.snapshot = snapshot;
        this.schema = schema;
        this.rowsPerFile = Math.max(1, rowsPerFile);
        this.pending = RowBatch.empty(schema);
    }

    void append(RowBatch batch, int row) {
        pending.appendFrom(batch, row);
        if (pending.rows() == BATCH_ROWS || rowsInFile + pending.rows() == rowsPerFile) {
            flush();
        }
    }

    /** Ends the last file. Files without rows are not written. */
    List<DataFile> finish() {
        flush();
        endFile();
        return List.copyOf(finished);
    }

    /** Deletes whatever has been put; only for when it is known that no commit names it. */
    void delete() {
        close();
        environment.storage().delete(named);
    }

    @Override
    public void close() {
        writer.ifPresent(DataFileWriter::close);
        writer = Optional.empty();
    }

    private void flush() {
        if (pending.rows() == 0) {
            return;
        }
        if (writer.isEmpty()) {
            Location location = snapshot.table().resolve("part-" + environment.uuid() + ".parquet");
            named.add(location);
            writer =
                    Optional.of(DataFileWriter.create(environment.storage(), location, schema, snapshot.fileOptions()));
        }
        writer.get().write(pending);
        rowsInFile += pending.rows();
        pending.clear();
        if (rowsInFile >= rowsPerFile) {
            endFile();
        }
    }

    private void endFile() {
        if (writer.isPresent()) {
            Instant begun = environment.clock().instant();
            finished.add(writer.get().finish().withBegun(begun));
            close();
            rowsInFile = 0;
        }
    }
}
