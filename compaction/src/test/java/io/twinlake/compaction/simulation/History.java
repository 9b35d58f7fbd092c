package io.twinlake.compaction.simulation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.log.Action;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every commit that came to be in the store, as it came, and what processes were told; says what is wrong as soon as it
 * is. It sees the store itself, so nothing that is cleaned up later is lost to it.
 */
final class History {

    /** Clocks of processes differ by less than half of it. */
    private static final Duration TOLERANCE = Duration.ofMinutes(10);

    /** A version: by whom, when, and the table after it. */
    private record Version(Attempt by, Instant landed, long time, TableModel table) {}

    private final Contents contents;
    private final Map<Integer, Attempt> attempts = new TreeMap<>();
    private final List<Version> versions = new ArrayList<>();

    History(Contents contents) {
        this.contents = contents;
    }

    int nextAttempt() {
        return attempts.size() + 1;
    }

    Attempt begin(Attempt attempt) {
        attempts.put(attempt.number, attempt);
        return attempt;
    }

    long newest() {
        return versions.size() - 1L;
    }

    List<String> rows(long version) {
        return table(version).rows(contents, "");
    }

    private TableModel table(long version) {
        return version < 0 ? TableModel.EMPTY : versions.get((int) version).table();
    }

    /** The store has created a commit. */
    void landed(long version, byte[] bytes, Instant now) {
        assertThat(version).as("the version after %d", newest()).isEqualTo(newest() + 1);
        List<JsonNode> actions = TableModel.actions(bytes);
        JsonNode info = actions.get(0).path("commitInfo");
        int number = info.path("operationParameters").path(Attempt.PARAMETER).asInt();
        Attempt attempt = requireNonNull(attempts.get(number), () -> "nobody tried version " + version + ": " + info);
        assertThat(attempt.landed).as("versions of %s", attempt).isEmpty();
        assertThat(attempt.refused).as("%s was refused", attempt).isFalse();
        attempt.landed = OptionalLong.of(version);
        TableModel before = table(version - 1);
        TableModel after = before.after(actions);
        long time = info.path("inCommitTimestamp").asLong();
        checkTime(version, time);
        checkEffect(attempt, actions, before, after);
        checkIsolation(attempt, version);
        versions.add(new Version(attempt, now, time, after));
    }

    private void checkTime(long version, long time) {
        long last = versions.isEmpty()
                ? Long.MIN_VALUE
                : versions.get(versions.size() - 1).time();
        assertThat(time).as("time in the commit of version %d", version).isGreaterThan(last);
    }

    /** The commit does to the table what its process planned, whatever it was rebased over. */
    private void checkEffect(Attempt attempt, List<JsonNode> actions, TableModel before, TableModel after) {
        List<String> rows = new ArrayList<>(before.rows(contents, ""));
        attempt.takesAway.forEach(row -> assertThat(rows.remove(row))
                .as("%s takes away row %s, which is there", attempt, row)
                .isTrue());
        rows.addAll(attempt.adds);
        rows.sort(null);
        assertThat(after.rows(contents, "")).as("rows after %s", attempt).isEqualTo(rows);
        Map<String, Long> progress = new TreeMap<>(before.progress());
        attempt.progress.ifPresent(mark -> assertThat(progress.put(mark.appId(), mark.version()))
                .as("progress of %s before %s", mark.appId(), attempt)
                .satisfiesAnyOf(
                        last -> assertThat(last).isNull(),
                        last -> assertThat(last).isLessThan(mark.version())));
        assertThat(after.progress()).as("progress after %s", attempt).isEqualTo(progress);
        Map<String, String> domains = new TreeMap<>(before.domains());
        domains.putAll(attempt.domains);
        assertThat(after.domains()).as("domains after %s", attempt).isEqualTo(domains);
        if (attempt.step.kind() == Step.Kind.ADD_COLUMN) {
            assertThat(before.columns()).as("columns before %s", attempt).isEqualTo(attempt.columns - 1);
        } else if (before != TableModel.EMPTY) {
            assertThat(before.columns()).as("columns when %s lands", attempt).isEqualTo(attempt.columns);
        }
        checkDataChange(attempt, actions);
    }

    /** Subscribers see what changes, all of it, and nothing of what is only rearranged. */
    private static void checkDataChange(Attempt attempt, List<JsonNode> actions) {
        boolean changes = attempt.level != IsolationLevel.SNAPSHOT;
        for (JsonNode action : actions) {
            JsonNode file = action.has("add") ? action.get("add") : action.path("remove");
            if (file.has("path")) {
                assertThat(file.path("dataChange").asBoolean())
                        .as("dataChange of %s", attempt)
                        .isEqualTo(changes);
            }
        }
    }

    /**
     * What a transaction has read must be what it would read right before its own version; at the weaker level but for
     * rows that blind appends have added since, which may as well have come after it.
     */
    private void checkIsolation(Attempt attempt, long version) {
        if (attempt.level == IsolationLevel.SNAPSHOT || attempt.read.bucket().isEmpty()) {
            return;
        }
        String bucket = attempt.read.bucket().get();
        List<String> now = table(version - 1).rows(contents, bucket);
        if (attempt.level == IsolationLevel.WRITE_SERIALIZABLE) {
            for (long since = attempt.read.version().getAsLong() + 1; since < version; since++) {
                Attempt other = versions.get((int) since).by();
                if (other.isBlind()) {
                    now.removeAll(other.adds);
                }
            }
        }
        assertThat(table(attempt.read.version().getAsLong()).rows(contents, bucket))
                .as("what %s has read, and what it would read right before version %d", attempt, version)
                .isEqualTo(now);
    }

    void acknowledged(Attempt attempt, long version) {
        attempt.acknowledged = OptionalLong.of(version);
        assertThat(attempt.landed).as("where %s was acknowledged", attempt).hasValue(version);
    }

    void refused(Attempt attempt) {
        attempt.refused = true;
        assertThat(attempt.landed)
                .as("%s was told that nothing was written", attempt)
                .isEmpty();
    }

    /** A process has opened a version; it must be as the commits make it. */
    void opened(Snapshot snapshot, Instant now) {
        long version = snapshot.version().number();
        assertThat(version).as("a version that was opened").isBetween(0L, newest());
        TableModel table = table(version);
        Set<String> files = new TreeSet<>();
        snapshot.files().forEach(file -> files.add(key(file.path(), file.deletionVector())));
        assertThat(files)
                .as("files of version %d", version)
                .isEqualTo(table.live().keySet());
        Map<String, Long> progress = new TreeMap<>();
        snapshot.transactions().forEach(mark -> progress.put(mark.appId(), mark.version()));
        assertThat(progress).as("progress of version %d", version).isEqualTo(table.progress());
        assertThat(snapshot.domains()).as("domains of version %d", version).isEqualTo(table.domains());
        assertThat(snapshot.schema().size())
                .as("columns of version %d", version)
                .isEqualTo(table.columns());
        assertThat(snapshot.timestamp().toEpochMilli())
                .as("time of version %d", version)
                .isEqualTo(versions.get((int) version).time());
        checkTombstones(snapshot, table, now);
    }

    private static void checkTombstones(Snapshot snapshot, TableModel table, Instant now) {
        Set<String> dead = new TreeSet<>();
        snapshot.tombstones().forEach(file -> dead.add(key(file.path(), file.deletionVector())));
        long oldest = now.minus(World.RETENTION).plus(TOLERANCE).toEpochMilli();
        table.tombstones().forEach((key, remove) -> {
            if (remove.path("deletionTimestamp").asLong() > oldest) {
                assertThat(dead).as("tombstones of %s", snapshot).contains(key);
            }
        });
    }

    private static String key(String path, Optional<Action.DeletionVectorDescriptor> vector) {
        return path + vector.map(found -> "|" + found.pathOrInlineDv()).orElse("");
    }

    /** The newest version at or before a time. */
    long asOf(Instant time) {
        long found = -1;
        for (int version = 0; version < versions.size(); version++) {
            if (versions.get(version).time() <= time.toEpochMilli()) {
                found = version;
            }
        }
        return found;
    }

    Instant time(long version) {
        return Instant.ofEpochMilli(versions.get((int) version).time());
    }

    /** The oldest version that was the newest within the retention, or so short of it that clocks may differ. */
    long oldestRetained(Instant now, Duration less) {
        Instant begin = now.minus(World.RETENTION).plus(TOLERANCE).plus(less);
        for (int version = 0; version + 1 < versions.size(); version++) {
            if (versions.get(version + 1).landed().isAfter(begin)) {
                return version;
            }
        }
        return newest();
    }

    /** Somebody deletes a data file: no retained version has it, and it is older than writers under way may be. */
    void deleting(String path, Instant modified, Instant now) {
        for (long version = oldestRetained(now, Duration.ZERO); version <= newest(); version++) {
            assertThat(table(version).live().values())
                    .as("%s is deleted and version %d has it", path, version)
                    .noneMatch(file -> file.path("path").asText().equals(path));
        }
        assertThat(modified)
                .as("%s is deleted and its writer may yet commit it", path)
                .isBefore(now.minus(World.RETENTION).plus(TOLERANCE));
    }
}
