package io.twinlake.server;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at one table from its log down to its rows. */
final class TableExamination {

    /** A file younger than this may belong to a writer that has not committed yet. */
    private static final Duration WRITERS_AT_WORK = Duration.ofHours(1);

    private static final int SMALL_FILES_THAT_HURT = 64;
    private static final long SMALL_FILE_BYTES = 4L << 20;

    private final OpenLake lake;
    private final String name;
    private final boolean quick;
    private final List<Finding> findings = new ArrayList<>();

    TableExamination(OpenLake lake, String name, boolean quick) {
        this.lake = lake;
        this.name = name;
        this.quick = quick;
    }

    List<Finding> findings() {
        try {
            TransactionLog log = lake.existing(name);
            Snapshot snapshot = log.latest();
            versions(log, snapshot);
            Map<Location, ObjectInfo> objects = objects(snapshot);
            List<AddFile> live = liveFiles(snapshot);
            Set<AddFile> whole = present(snapshot, live, objects);
            orphans(log, snapshot, objects);
            smallFiles(live);
            if (!quick) {
                whole.forEach(file -> findings.addAll(new FileExamination(name, snapshot, file).findings()));
                if (whole.size() == live.size()) {
                    findings.addAll(new LivesExamination(lake, name, snapshot).findings());
                }
            }
        } catch (RuntimeException e) {
            findings.add(Finding.error(
                    name,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "nothing further could be checked; see docs/operations.md"));
        }
        return findings;
    }

    /** Every commit from the oldest that can be rebuilt to the newest is there and readable. */
    private void versions(TransactionLog log, Snapshot snapshot) {
        for (Version version = log.earliest(); version.compareTo(snapshot.version()) <= 0; version = version.next()) {
            if (log.read(version).isEmpty() && version.compareTo(log.earliest()) > 0) {
                findings.add(Finding.error(
                        name,
                        "version " + version + " is missing",
                        "restore _delta_log from a copy; write nothing until then"));
            }
        }
    }

    private static List<AddFile> liveFiles(Snapshot snapshot) {
        try (Stream<AddFile> files = snapshot.files()) {
            return files.toList();
        }
    }

    private Map<Location, ObjectInfo> objects(Snapshot snapshot) {
        Map<Location, ObjectInfo> objects = new HashMap<>();
        try (Listing listing = lake.environment().storage().list(snapshot.table(), "")) {
            listing.forEachRemaining(object -> objects.put(object.location(), object));
        }
        return objects;
    }

    private Set<AddFile> present(Snapshot snapshot, List<AddFile> live, Map<Location, ObjectInfo> objects) {
        Set<AddFile> whole = new HashSet<>();
        for (AddFile file : live) {
            Location location = snapshot.locate(file.path());
            Optional<ObjectInfo> object = Optional.ofNullable(objects.get(location));
            if (object.isEmpty() && location.isBelow(snapshot.table())) {
                findings.add(Finding.error(
                        location.toString(),
                        "a live file is gone",
                        "restore it, or read a version before it was added"));
            } else if (object.isPresent() && object.get().size() != file.size()) {
                findings.add(Finding.error(
                        location.toString(),
                        "it has " + object.get().size() + " bytes, the log says " + file.size(),
                        "restore it: a data file never changes"));
            } else {
                whole.add(file);
            }
        }
        return whole;
    }

    private void orphans(TransactionLog log, Snapshot snapshot, Map<Location, ObjectInfo> objects) {
        Set<Location> known = new HashSet<>();
        for (Version version = log.earliest(); version.compareTo(snapshot.version()) <= 0; version = version.next()) {
            log.read(version)
                    .map(Commit::actions)
                    .ifPresent(actions -> actions.forEach(action -> {
                        if (action instanceof AddFile add) {
                            known.add(snapshot.locate(add.path()));
                        }
                    }));
        }
        liveFiles(snapshot).forEach(file -> known.add(snapshot.locate(file.path())));
        snapshot.tombstones().forEach(file -> known.add(snapshot.locate(file.path())));
        Instant old = lake.environment().clock().instant().minus(WRITERS_AT_WORK);
        List<ObjectInfo> orphans = objects.values().stream()
                .filter(object ->
                        !object.location().relativeTo(snapshot.table()).startsWith("_"))
                .filter(object ->
                        !known.contains(object.location()) && object.modified().isBefore(old))
                .toList();
        if (!orphans.isEmpty()) {
            findings.add(Finding.advice(
                    name,
                    Sizes.count(orphans.size(), "file") + " of "
                            + Sizes.bytes(
                                    orphans.stream().mapToLong(ObjectInfo::size).sum()) + " belong to no version",
                    "twinlake vacuum " + name + " deletes them once they are older than the retention"));
        }
    }

    private void smallFiles(List<AddFile> live) {
        long small =
                live.stream().filter(file -> file.size() < SMALL_FILE_BYTES).count();
        if (small >= SMALL_FILES_THAT_HURT) {
            findings.add(Finding.advice(
                    name,
                    small + " of " + Sizes.count(live.size(), "file") + " are below " + Sizes.bytes(SMALL_FILE_BYTES),
                    "twinlake compact " + name));
        }
    }
}
