package io.twinlake.compaction;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TableFeature;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds what of a log has expired: commits, checkpoints, checksums and log compactions before the newest checkpoint that
 * every retained version can be rebuilt from. The commit at that checkpoint stays: it tells the version's time.
 */
final class LogCleanup {

    /** Features whose rules for the log go beyond what is done here: such a log is left as it is. */
    private static final Set<TableFeature> OWN_RULES =
            Set.of(TableFeature.CHECKPOINT_PROTECTION, TableFeature.V2_CHECKPOINT, TableFeature.CATALOG_MANAGED);

    private record Entry(LogFile file, ObjectInfo object) {

        /** Only a checkpoint in one file is whole by its name alone. */
        boolean isWholeCheckpoint() {
            return file.kind() == LogFile.Kind.CHECKPOINT
                    && object.location().name().endsWith(".checkpoint.parquet");
        }
    }

    private final TransactionLog log;
    private final Snapshot latest;

    LogCleanup(TransactionLog log, Snapshot latest) {
        this.log = log;
        this.latest = latest;
    }

    /**
     * In an order in which they can be deleted one by one with every retained version readable throughout: checkpoints
     * before commits, older before newer.
     */
    List<ObjectInfo> expired(Instant cutoff) {
        if (!latest.properties().expiredLogCleanup() || hasOwnRules()) {
            return List.of();
        }
        List<Entry> entries = entries();
        OptionalLong base = base(entries, cutoff);
        if (base.isEmpty()) {
            return List.of();
        }
        List<ObjectInfo> expired = new ArrayList<>();
        expired(entries, base.getAsLong(), true, expired);
        expired(entries, base.getAsLong(), false, expired);
        return expired;
    }

    private static void expired(List<Entry> entries, long base, boolean checkpoints, List<ObjectInfo> expired) {
        entries.stream()
                .filter(entry -> entry.file().version() < base)
                .filter(entry -> (entry.file().kind() == LogFile.Kind.CHECKPOINT) == checkpoints)
                .map(Entry::object)
                .forEach(expired::add);
    }

    private boolean hasOwnRules() {
        return OWN_RULES.stream()
                .map(TableFeature::word)
                .anyMatch(word -> latest.protocol().writerFeatures().stream().anyMatch(word::equalsIgnoreCase));
    }

    private OptionalLong base(List<Entry> entries, Instant cutoff) {
        long oldest;
        try {
            oldest = log.asOf(cutoff).version().number();
        } catch (VersionNotFoundException nothingSoOld) {
            return OptionalLong.empty();
        }
        return entries.stream()
                .filter(Entry::isWholeCheckpoint)
                .mapToLong(entry -> entry.file().version())
                .filter(version -> version <= oldest)
                .max();
    }

    private List<Entry> entries() {
        Location folder = LogFile.folder(log.table());
        List<Entry> entries = new ArrayList<>();
        try (Listing listing = log.environment().storage().list(folder, "")) {
            while (listing.hasNext()) {
                ObjectInfo object = listing.next();
                LogFile.parse(object.location().relativeTo(folder))
                        .ifPresent(file -> entries.add(new Entry(file, object)));
            }
        }
        return entries;
    }
}
