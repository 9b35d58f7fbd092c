package io.twinlake.server;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.StatisticsRepair;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.Version;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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

    private final OpenLake lake;
    private final String name;
    private final boolean quick;
    private final Repair repair;
    private final List<Finding> findings = new ArrayList<>();

    /** Whether wrong statistics are mended. */
    enum Repair {
        NOTHING,
        STATISTICS
    }

    TableExamination(OpenLake lake, String name, boolean quick, Repair repair) {
        this.lake = lake;
        this.name = name;
        this.quick = quick;
        this.repair = repair;
    }

    /** Looks at one live file and nothing else, by the end of its path. */
    List<Finding> findingsOf(String file) {
        try {
            TransactionLog log = lake.existing(name);
            Snapshot snapshot = log.latest();
            List<AddFile> named = liveFiles(snapshot).stream()
                    .filter(live -> snapshot.locate(live.path()).toString().endsWith("/" + file))
                    .toList();
            if (named.isEmpty()) {
                throw new UsageException("no live file of " + name + " at version " + snapshot.version()
                        + " is called '" + file + "'; twinlake files " + name + " lists them");
            }
            rows(log, snapshot, named);
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            findings.add(broken(e));
        }
        return findings;
    }

    private Finding broken(RuntimeException e) {
        return Finding.error(
                name,
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "nothing further could be checked; see docs/operations.md");
    }

    /** Reads the files. What is mended is told as such, and is no error any more. */
    private void rows(TransactionLog log, Snapshot snapshot, Collection<AddFile> files) {
        List<AddFile> wrong = new ArrayList<>();
        List<Finding> mended = new ArrayList<>();
        for (AddFile file : files) {
            FileExamination.Outcome outcome = new FileExamination(name, snapshot, file).outcome();
            boolean isMended = outcome.mendable() && repair == Repair.STATISTICS;
            if (isMended) {
                wrong.add(file);
            }
            (isMended ? mended : findings).addAll(outcome.findings());
        }
        if (!wrong.isEmpty()) {
            mend(log, wrong, mended);
        }
    }

    private void mend(TransactionLog log, List<AddFile> wrong, List<Finding> found) {
        try {
            StatisticsRepair.Result result = new StatisticsRepair(log).run(wrong);
            String version = result.version().map(Version::toString).orElse("none, the files are gone");
            found.forEach(each -> findings.add(Finding.advice(
                    each.where(),
                    each.problem(),
                    "nothing: its statistics are right from version " + version + " on")));
        } catch (UnsupportedTableException | CommitConflictException e) {
            findings.addAll(found);
            findings.add(Finding.error(name, "its statistics can't be mended: " + e.getMessage(), "run it again"));
        }
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
            findings.addAll(new LogFindings(name, log).findings(quick));
            if (!quick) {
                rows(log, snapshot, whole);
                if (whole.size() == live.size()) {
                    findings.addAll(new LivesExamination(lake, name, snapshot).findings());
                    findings.addAll(new SharedKeysExamination(lake, name, snapshot).findings());
                }
            }
        } catch (RuntimeException e) {
            findings.add(broken(e));
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
        long small = live.stream()
                .filter(file -> file.size() < CompactionPolicy.SMALL_FILE_BYTES)
                .count();
        if (small >= SMALL_FILES_THAT_HURT) {
            findings.add(Finding.advice(
                    name,
                    small + " of " + Sizes.count(live.size(), "file") + " are below "
                            + Sizes.bytes(CompactionPolicy.SMALL_FILE_BYTES),
                    "twinlake compact " + name));
        }
    }
}
