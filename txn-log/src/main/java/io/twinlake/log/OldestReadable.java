package io.twinlake.log;

import io.twinlake.log.Action.AddFile;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The oldest version that a reader can begin with. The log is mostly kept longer than removed data files, so that compaction
 * and vacuum may have taken files of its oldest version, or of the commits after it. Then the oldest version that is sure to
 * be readable is the one that was the newest when the retention of removed files began.
 */
final class OldestReadable {

    /** Number of commits whose files are looked for; vacuum deletes files by age, so that later ones are mostly there too. */
    private static final int COMMITS_LOOKED_AT = 100;

    private final TransactionLog log;

    OldestReadable(TransactionLog log) {
        this.log = log;
    }

    Snapshot snapshot() {
        Snapshot oldest = log.at(log.earliest());
        Snapshot latest = log.latest();
        Instant kept =
                log.environment().clock().instant().minus(latest.properties().deletedFileRetention());
        if (!oldest.timestamp().isBefore(kept) || areThere(needed(oldest, latest))) {
            return oldest;
        }
        return log.asOf(kept);
    }

    /** The files of the oldest version and of the commits after it that are live no more. */
    private Set<Location> needed(Snapshot oldest, Snapshot latest) {
        Set<Location> needed = new HashSet<>();
        try (Stream<AddFile> files = oldest.files()) {
            files.forEach(file -> needed.add(oldest.locate(file.path())));
        }
        Version version = oldest.version().next();
        for (int i = 0; i < COMMITS_LOOKED_AT && version.compareTo(latest.version()) <= 0; i++) {
            Optional<Commit> commit = log.read(version);
            commit.stream()
                    .flatMap(read -> read.actions().stream())
                    .filter(action -> action instanceof AddFile add && add.dataChange())
                    .forEach(add -> needed.add(oldest.locate(((AddFile) add).path())));
            version = version.next();
        }
        try (Stream<AddFile> files = latest.files()) {
            files.forEach(file -> needed.remove(latest.locate(file.path())));
        }
        return needed;
    }

    private boolean areThere(Set<Location> files) {
        Set<Location> missing = new HashSet<>(files);
        if (!missing.isEmpty()) {
            try (Listing listing = log.environment().storage().list(log.table(), "")) {
                listing.forEachRemaining(object -> missing.remove(object.location()));
            }
        }
        return missing.isEmpty();
    }
}
