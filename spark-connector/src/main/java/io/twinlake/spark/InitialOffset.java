package io.twinlake.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager$;

/**
 * Where a stream began, kept in its checkpoint. Spark records where a micro-batch ends, not where the first one
 * begins: after a crash in that one, the table may have moved on, and the same rows must come again.
 */
final class InitialOffset {

    private final CheckpointFileManager files;
    private final Path folder;
    private final Path file;

    InitialOffset(String checkpointLocation) {
        this.folder = new Path(checkpointLocation);
        this.file = new Path(folder, "initial-offset");
        this.files = CheckpointFileManager$.MODULE$.create(folder, SessionAccess.hadoop());
    }

    /** The recorded one; the first time, {@code choice}, which is recorded. */
    StreamOffset orRecord(Supplier<StreamOffset> choice) {
        try {
            if (files.exists(file)) {
                try (var in = files.open(file)) {
                    return StreamOffset.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            StreamOffset offset = choice.get();
            files.mkdirs(folder);
            try (var out = files.createAtomic(file, false)) {
                out.write(offset.json().getBytes(StandardCharsets.UTF_8));
            }
            return offset;
        } catch (IOException e) {
            throw new UncheckedIOException("the stream's start can't be read from or written to " + file, e);
        }
    }
}
