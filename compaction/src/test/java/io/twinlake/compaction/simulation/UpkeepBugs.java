package io.twinlake.compaction.simulation;

import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.compaction.Vacuum;
import io.twinlake.compaction.VacuumPlan;
import io.twinlake.log.Action;
import io.twinlake.log.ForgetfulCheckpoint;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes of those who look after a table: of vacuum, of cleaning up, of checkpoints. */
final class UpkeepBugs {

    private static final Pattern CHECKPOINT = Pattern.compile("(\\d{20})\\.checkpoint\\.parquet");

    private UpkeepBugs() {}

    /** What goes, by what is live now and what has a tombstone. */
    private interface Choice {
        boolean goes(ObjectInfo file, Set<String> live, Set<String> dead, Instant cutoff);
    }

    private static Bug vacuum(Choice choice) {
        return new Bug() {
            @Override
            public void vacuum(TransactionLog log, RetentionPolicy policy, World world) {
                Snapshot latest = log.latest();
                Set<String> live = new HashSet<>();
                latest.files().forEach(file -> live.add(file.path()));
                Set<String> dead = new HashSet<>();
                latest.tombstones().forEach(file -> dead.add(file.path()));
                Instant cutoff = log.environment().clock().instant().minus(World.RETENTION);
                List<ObjectInfo> files = objects(log.environment().storage(), object -> {
                    String path = object.location().relativeTo(World.TABLE);
                    return !path.startsWith("_") && !live.contains(path) && choice.goes(object, live, dead, cutoff);
                });
                run(log, policy, latest, cutoff, files, List.of());
            }
        };
    }

    private static void run(
            TransactionLog log,
            RetentionPolicy policy,
            Snapshot latest,
            Instant cutoff,
            List<ObjectInfo> files,
            List<ObjectInfo> logFiles) {
        var plan = new VacuumPlan(World.TABLE, latest.version(), latest.version(), cutoff, List.of(), files, logFiles);
        new Vacuum(log, policy).run(plan);
    }

    private static List<ObjectInfo> objects(Storage storage, Predicate<ObjectInfo> wanted) {
        List<ObjectInfo> objects = new ArrayList<>();
        try (Listing listing = storage.list(World.TABLE, "")) {
            listing.forEachRemaining(object -> {
                if (wanted.test(object)) {
                    objects.add(object);
                }
            });
        }
        return objects;
    }

    /** Old files that are not live now, though a version that is retained may have them. */
    static Bug vacuumByAgeOfFiles() {
        return vacuum((file, live, dead, cutoff) -> file.modified().isBefore(cutoff));
    }

    /** Files that no version knows, though whoever wrote them may be about to commit. */
    static Bug vacuumOfUncommittedFiles() {
        return vacuum(
                (file, live, dead, cutoff) -> !dead.contains(file.location().relativeTo(World.TABLE)));
    }

    /** Old commits go, whether or not a checkpoint covers them. */
    static Bug cleanupWithoutCheckpoint() {
        return new Bug() {
            @Override
            public void vacuum(TransactionLog log, RetentionPolicy policy, World world) {
                Snapshot latest = log.latest();
                Instant cutoff = log.environment().clock().instant().minus(World.RETENTION.plusDays(1));
                List<ObjectInfo> old = objects(log.environment().storage(), object -> {
                    var version = World.version(object.location());
                    return version.isPresent()
                            && version.getAsLong() < latest.version().number()
                            && object.modified().isBefore(cutoff);
                });
                run(log, policy, latest, cutoff, List.of(), old);
            }
        };
    }

    /** A checkpoint is written for the version that is the newest by now, from a state that is older. */
    static Bug checkpointOfARacingVersion() {
        return new Bug() {
            @Override
            public void checkpoint(TransactionLog log, Snapshot snapshot, World world) {
                Storage renaming = new ForwardingStorage(log.environment().storage()) {
                    @Override
                    public void put(Location at, Content content) {
                        inner.put(renamed(at, world), content);
                    }
                };
                TransactionLog other = TransactionLog.open(log.environment().withStorage(renaming), World.TABLE);
                other.checkpoint(snapshot);
            }
        };
    }

    private static Location renamed(Location at, World world) {
        Matcher name = CHECKPOINT.matcher(at.name());
        return name.matches() ? at.parent().resolve("%020d.checkpoint.parquet".formatted(world.history.newest())) : at;
    }

    /** A checkpoint lacks the actions of a kind. */
    static Bug checkpointWithout(Class<? extends Action> kind) {
        return new Bug() {
            @Override
            public void checkpoint(TransactionLog log, Snapshot snapshot, World world) {
                log.checkpoint(ForgetfulCheckpoint.without(log, snapshot, kind));
            }
        };
    }
}
