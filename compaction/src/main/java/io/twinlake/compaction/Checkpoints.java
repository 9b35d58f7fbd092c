package io.twinlake.compaction;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import java.util.Optional;

/** Writes checkpoints of a log that are due, judged by the names of its objects. */
final class Checkpoints {

    private Checkpoints() {}

    /** Writes a checkpoint of {@code snapshot} if the last is {@code every} versions or more behind it. */
    static boolean writeIfDue(TransactionLog log, Snapshot snapshot, int every) {
        long version = snapshot.version().number();
        if (version + 1 < every || isAnyAfter(log, version - every, version)) {
            return false;
        }
        log.checkpoint(snapshot);
        return true;
    }

    private static boolean isAnyAfter(TransactionLog log, long version, long upTo) {
        Location folder = LogFile.folder(log.table());
        String after = version < 0 ? "" : "%020d".formatted(version + 1);
        try (Listing listing = log.environment().storage().list(folder, after)) {
            while (listing.hasNext()) {
                Optional<LogFile> file = LogFile.parse(listing.next().location().relativeTo(folder));
                if (file.filter(found -> found.kind() == LogFile.Kind.CHECKPOINT && found.version() <= upTo)
                        .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
