package io.twinlake.compaction;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TableFeature;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what of a log has expired: commits, checkpoints, checksums and log compactions before the newest checkpoint that
 * every retained version can be rebuilt from. The commit at that checkpoint stays: it tells the version's time.
 */
final class LogCleanup {

    /** Features whose rules for the log go beyond what is done here: such a log is left as it is. */
    private static final Set<TableFeature> OWN_RULES = Set.of(TableFeature.CATALOG_MANAGED);

    private static final String SIDECARS = "_sidecars/";

    /** A younger sidecar may belong to a checkpoint that is being written. */
    private static final Duration UNBORN = Duration.ofDays(1);

    private static final Pattern PART = Pattern.compile("\\d{20}\\.checkpoint\\.\\d{10}\\.\\d{10}\\.parquet");

    /** What lies in the log's folder. */
    private record Objects(List<Entry> entries, List<ObjectInfo> sidecars) {}

    private record Entry(LogFile file, ObjectInfo object) {

        /** Not one of the parts that a checkpoint may have. */
        boolean isCheckpointInOne() {
            return file.kind() == LogFile.Kind.CHECKPOINT
                    && !PART.matcher(object.location().name()).matches();
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
     * before commits, older before newer, in the end sidecars that no checkpoint refers to.
     */
    List<ObjectInfo> expired(Instant cutoff) {
        if (!latest.properties().expiredLogCleanup() || hasOwnRules()) {
            return List.of();
        }
        Objects objects = objects();
        List<ObjectInfo> expired = new ArrayList<>();
        OptionalLong base = base(objects, cutoff);
        if (base.isPresent() && !isProtected(base.getAsLong())) {
            expired(objects.entries(), base.getAsLong(), true, expired);
            expired(objects.entries(), base.getAsLong(), false, expired);
        }
        orphans(objects, Set.copyOf(expired)).forEach(expired::add);
        return expired;
    }

    /** Where a table protects its checkpoints, its history before a version goes as a whole or not at all. */
    private boolean isProtected(long base) {
        String key = "delta.requireCheckpointProtectionBeforeVersion";
        String version = latest.metadata().configuration().getOrDefault(key, "0");
        return has(TableFeature.CHECKPOINT_PROTECTION) && base < Long.parseLong(version.trim());
    }

    private Stream<ObjectInfo> orphans(Objects objects, Set<ObjectInfo> expired) {
        if (objects.sidecars().isEmpty()) {
            return Stream.of();
        }
        Set<Location> needed = new HashSet<>();
        for (Entry entry : objects.entries()) {
            if (entry.file().kind() == LogFile.Kind.CHECKPOINT && !expired.contains(entry.object())) {
                Optional<List<Location>> sidecars = log.sidecars(entry.object());
                if (sidecars.isEmpty()) {
                    return Stream.of();
                }
                needed.addAll(sidecars.get());
            }
        }
        Instant unborn = log.environment().clock().instant().minus(UNBORN);
        return objects.sidecars().stream()
                .filter(sidecar -> !needed.contains(sidecar.location())
                        && sidecar.modified().isBefore(unborn));
    }

    private static void expired(List<Entry> entries, long base, boolean checkpoints, List<ObjectInfo> expired) {
        entries.stream()
                .filter(entry -> entry.file().version() < base)
                .filter(entry -> (entry.file().kind() == LogFile.Kind.CHECKPOINT) == checkpoints)
                .map(Entry::object)
                .forEach(expired::add);
    }

    private boolean hasOwnRules() {
        return OWN_RULES.stream().anyMatch(this::has);
    }

    private boolean has(TableFeature feature) {
        return latest.protocol().writerFeatures().stream().anyMatch(feature.word()::equalsIgnoreCase);
    }

    private OptionalLong base(Objects objects, Instant cutoff) {
        long oldest;
        try {
            oldest = log.asOf(cutoff).version().number();
        } catch (VersionNotFoundException nothingSoOld) {
            return OptionalLong.empty();
        }
        Set<Location> sidecars =
                objects.sidecars().stream().map(ObjectInfo::location).collect(Collectors.toSet());
        return objects.entries().stream()
                .filter(entry -> entry.file().version() <= oldest)
                .sorted(Comparator.comparingLong((Entry entry) -> entry.file().version())
                        .reversed())
                .filter(entry -> isWhole(entry, sidecars))
                .mapToLong(entry -> entry.file().version())
                .findFirst();
    }

    /** Not one of several parts; and all that it refers to is there. */
    private boolean isWhole(Entry entry, Set<Location> sidecars) {
        return entry.isCheckpointInOne()
                && log.sidecars(entry.object()).filter(sidecars::containsAll).isPresent();
    }

    private Objects objects() {
        Location folder = LogFile.folder(log.table());
        var objects = new Objects(new ArrayList<>(), new ArrayList<>());
        try (Listing listing = log.environment().storage().list(folder, "")) {
            while (listing.hasNext()) {
                ObjectInfo object = listing.next();
                String name = object.location().relativeTo(folder);
                LogFile.parse(name).ifPresent(file -> objects.entries().add(new Entry(file, object)));
                if (name.startsWith(SIDECARS)) {
                    objects.sidecars().add(object);
                }
            }
        }
        return objects;
    }
}
