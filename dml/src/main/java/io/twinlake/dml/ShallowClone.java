package io.twinlake.dml;

import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table whose files are those of another: nothing is copied, the log names them by absolute paths. What is written to it
 * afterwards is its own. Vacuum of the clone does not touch the other's files; vacuum of the other does not know that the
 * clone needs them.
 */
public record ShallowClone(Snapshot source) {

    /**
     * Creates the table.
     *
     * @throws io.twinlake.log.CommitConflictException if there is one already
     */
    public Version createAt(TransactionLog target) {
        Action.Metadata from = source.metadata();
        Map<String, String> properties = new HashMap<>(from.configuration());
        properties.remove("delta.inCommitTimestampEnablementVersion");
        properties.remove("delta.inCommitTimestampEnablementTimestamp");
        var metadata = from.withId(target.environment().uuid().toString())
                .withConfiguration(properties)
                .createdAt(target.environment().clock().instant());
        Transaction creation = target.createLike(source, metadata, "CLONE")
                .parameter("source", source.table().toString())
                .parameter("sourceVersion", source.version().toString())
                .parameter("isShallow", "true");
        try (Stream<AddFile> files = source.files()) {
            files.map(source::absolute).forEach(creation::bringBack);
        }
        return creation.commit();
    }
}
