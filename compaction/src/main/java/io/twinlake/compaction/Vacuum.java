package io.twinlake.compaction;

import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Commit;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TableFeature;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes files that nobody can need any more. Retained are the newest version and every version that was the newest
 * within the retention or that an active lease claims; a file stays if one of those has it, or if the store says that it was written within the
 * retention: it may belong to a writer that has not committed yet. Names that begin with {@code _} or {@code .} are not
 * looked at, the log's own and what dead writers left unfinished apart, and nothing outside the table's folder is.
 */
public final class Vacuum {

    /** The one folder whose name begins with an underscore that is the table's own. */
    private static final String CHANGES = "_change_data/";

    private static final int OBJECTS_A_REQUEST = 1000;
    private static final int NEWEST_WRITER_VERSION = 7;

    private final TransactionLog log;
    private final RetentionPolicy policy;

    public Vacuum(TransactionLog log, RetentionPolicy policy) {
        this.log = log;
        this.policy = policy;
    }

    /**
     * What may go now. Deletes nothing.
     *
     * @throws IllegalArgumentException if the policy keeps less than the table says and was not allowed to
     * @throws UnsupportedTableException if the table has a feature that is not known here: it may have files that look
     *     like nobody's
     */
    public VacuumPlan plan() {
        Retained retained = retained();
        return plan(retained, unneeded(retained));
    }

    /**
     * As {@link #plan}, of the files alone that the log names as removed: nothing is listed, every commit that is still
     * there is read. What no version ever named, and what was removed before the oldest commit, stays for a full plan.
     */
    public VacuumPlan planLite() {
        Retained retained = retained();
        List<ObjectInfo> files = new RemovedFiles(log, retained.oldest())
                .before(retained.cutoff()).stream()
                        .filter(file -> !retained.needed().contains(name(file.location())))
                        .filter(file ->
                                !isHidden(retained.latest(), file.location().relativeTo(log.table())))
                        .toList();
        return plan(retained, files);
    }

    /**
     * What has to stay.
     *
     * @param oldest every version from this one on stays readable
     * @param cutoff what the store says was written after it stays
     * @param needed paths of files
     */
    private record Retained(
            Snapshot latest, Snapshot oldest, Instant now, Instant cutoff, Leased leased, Set<String> needed) {}

    private VacuumPlan plan(Retained retained, List<ObjectInfo> files) {
        Instant oldLog = retained.leased().before(retained.now().minus(policy.logOf(retained.latest())));
        List<ObjectInfo> logFiles = new LogCleanup(log, retained.latest()).expired(oldLog);
        return new VacuumPlan(
                log.table(),
                retained.latest().version(),
                retained.oldest().version(),
                retained.cutoff(),
                retained.leased().leases(),
                files,
                logFiles);
    }

    private Retained retained() {
        Snapshot latest = log.latest();
        requireKnownFeatures(latest.protocol());
        Instant now = log.environment().clock().instant();
        Instant cutoff = now.minus(policy.filesOf(latest));
        Leased leased = Leased.of(log, latest, policy.leases());
        Instant horizon = leased.before(cutoff);
        Snapshot oldest = oldestRetained(horizon);
        Set<String> needed = new HashSet<>();
        need(needed, latest);
        need(needed, oldest);
        latest.tombstones()
                .filter(tombstone -> tombstone.deletionTimestamp().orElse(0) > horizon.toEpochMilli())
                .forEach(tombstone -> need(needed, latest, tombstone.path(), tombstone.deletionVector()));
        if (horizon.isBefore(now.minus(latest.properties().deletedFileRetention()))) {
            // Tombstones are kept for less than that: what came and went meanwhile is in the commits alone.
            needAddedBetween(needed, oldest.version(), latest);
        }
        return new Retained(latest, oldest, now, cutoff, leased, needed);
    }

    /** Deletes what the plan says, but for files that have become live again since. Safe to be cut short and repeated. */
    public void run(VacuumPlan plan) {
        Snapshot latest = log.latest();
        Set<String> live = new HashSet<>();
        need(live, latest);
        delete(plan.files().stream()
                .map(ObjectInfo::location)
                .filter(location -> !live.contains(name(location)))
                .toList());
        delete(plan.logFiles().stream().map(ObjectInfo::location).toList());
    }

    /** The version that was the newest at the beginning of the retention; else the oldest that there is. */
    private Snapshot oldestRetained(Instant cutoff) {
        try {
            return log.asOf(cutoff);
        } catch (VersionNotFoundException younger) {
            return log.at(log.earliest());
        }
    }

    private static void need(Set<String> needed, Snapshot snapshot) {
        try (Stream<AddFile> files = snapshot.files()) {
            files.forEach(file -> need(needed, snapshot, file.path(), file.deletionVector()));
        }
    }

    /** A data file and the object that its deletion vector is in. */
    private static void need(
            Set<String> needed, Snapshot snapshot, String path, Optional<DeletionVectorDescriptor> deleted) {
        needed.add(name(snapshot.locate(path)));
        deleted.flatMap(snapshot::locate).ifPresent(object -> needed.add(name(object)));
    }

    private void needAddedBetween(Set<String> needed, Version from, Snapshot latest) {
        for (Version version = from.next(); version.compareTo(latest.version()) <= 0; version = version.next()) {
            Version missing = version;
            Commit commit = log.read(version)
                    .orElseThrow(() -> new CorruptLogException("version " + missing + " of " + log.table()
                            + " is missing between " + from + " and " + latest.version() + "; nothing is deleted"));
            for (Action action : commit.actions()) {
                if (action instanceof AddFile add) {
                    need(needed, latest, add.path(), add.deletionVector());
                }
            }
        }
    }

    private List<ObjectInfo> unneeded(Retained retained) {
        List<ObjectInfo> unneeded = new ArrayList<>();
        List<ObjectInfo> changes = new ArrayList<>();
        try (Listing listing = log.environment().storage().list(log.table(), "")) {
            while (listing.hasNext()) {
                ObjectInfo object = listing.next();
                String relative = object.location().relativeTo(log.table());
                if (object.modified().isAfter(retained.cutoff())) {
                    continue;
                }
                if (relative.startsWith(CHANGES)) {
                    changes.add(object);
                } else if (!isHidden(retained.latest(), relative)
                        && !isForIceberg(retained.latest(), relative)
                        && !retained.needed().contains(name(object.location()))) {
                    unneeded.add(object);
                }
            }
        }
        unneeded.addAll(unneededChanges(changes, retained));
        log.environment().storage().abandoned(log.table()).stream()
                .filter(left -> !left.modified().isAfter(retained.cutoff()))
                .forEach(unneeded::add);
        return unneeded;
    }

    /** Files of changes are in no snapshot: the commits that are retained name those that stay. */
    private List<ObjectInfo> unneededChanges(List<ObjectInfo> changes, Retained retained) {
        if (changes.isEmpty()) {
            return changes;
        }
        Set<String> named = new HashSet<>();
        Version last = retained.latest().version();
        for (Version version = retained.oldest().version(); version.compareTo(last) <= 0; version = version.next()) {
            log.read(version).stream()
                    .flatMap(commit -> commit.all(Action.AddChangeFile.class))
                    .forEach(file -> named.add(name(retained.latest().locate(file.path()))));
        }
        return changes.stream()
                .filter(object -> !named.contains(name(object.location())))
                .toList();
    }

    /** Iceberg's description of the same files is in no version, and somebody reads the table by it. */
    private static boolean isForIceberg(Snapshot snapshot, String relative) {
        return relative.startsWith("metadata/")
                && snapshot.metadata()
                        .configuration()
                        .getOrDefault("delta.universalFormat.enabledFormats", "")
                        .contains("iceberg");
    }

    /** A folder of a partition column whose name begins with an underscore is no hidden one. */
    private static boolean isHidden(Snapshot snapshot, String relative) {
        return Arrays.stream(relative.split("/", -1))
                .filter(part -> part.startsWith("_") || part.startsWith("."))
                .anyMatch(part -> snapshot.metadata().partitionColumns().stream()
                        .noneMatch(column -> part.startsWith(column + "=")));
    }

    /** Files are compared by path alone: {@code s3a} or {@code s3}, an object of that name is spared. */
    private static String name(Location location) {
        return location.path();
    }

    private void delete(List<Location> objects) {
        for (int from = 0; from < objects.size(); from += OBJECTS_A_REQUEST) {
            log.environment()
                    .storage()
                    .delete(objects.subList(from, Math.min(objects.size(), from + OBJECTS_A_REQUEST)));
        }
    }

    private void requireKnownFeatures(Action.Protocol protocol) {
        Stream.concat(protocol.readerFeatures().stream(), protocol.writerFeatures().stream())
                .filter(word -> TableFeature.of(word).isEmpty())
                .findFirst()
                .ifPresent(word -> {
                    throw new UnsupportedTableException("table " + log.table() + " has the feature '" + word
                            + "', which is not known here: its files can't be told from orphans. Vacuum it with a"
                            + " client that knows the feature");
                });
        if (protocol.minWriterVersion() > NEWEST_WRITER_VERSION) {
            throw new UnsupportedTableException("table " + log.table() + " needs writer version "
                    + protocol.minWriterVersion() + "; up to " + NEWEST_WRITER_VERSION
                    + " is known. Vacuum it with a newer client");
        }
    }
}
