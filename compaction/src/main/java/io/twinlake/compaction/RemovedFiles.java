package io.twinlake.compaction;

import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files below a table that its commits name as removed, up to a version; with the deletion vectors that they had.
 *
 * @param last the newest version whose removals count: what is removed later its readers need
 */
record RemovedFiles(TransactionLog log, Snapshot last) {

    List<ObjectInfo> before(Instant cutoff) {
        Map<Location, ObjectInfo> removed = new LinkedHashMap<>();
        for (Version version = log.earliest(); version.compareTo(last.version()) <= 0; version = version.next()) {
            log.read(version).stream()
                    .flatMap(commit -> commit.all(RemoveFile.class))
                    .filter(file -> file.deletionTimestamp().orElse(0) <= cutoff.toEpochMilli())
                    .forEach(file -> note(file, removed));
        }
        return List.copyOf(removed.values());
    }

    private void note(RemoveFile file, Map<Location, ObjectInfo> removed) {
        note(last.locate(file.path()), file.size().orElse(0), file, removed);
        file.deletionVector().flatMap(last::locate).ifPresent(object -> note(object, 0, file, removed));
    }

    private void note(Location object, long size, RemoveFile file, Map<Location, ObjectInfo> removed) {
        if (object.isBelow(log.table())) {
            Instant time = Instant.ofEpochMilli(file.deletionTimestamp().orElse(0));
            removed.putIfAbsent(object, new ObjectInfo(object, size, time));
        }
    }
}
