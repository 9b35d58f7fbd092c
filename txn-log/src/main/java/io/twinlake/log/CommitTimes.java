package io.twinlake.log;

import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When versions were committed: by the time in the commit where the table has in-commit timestamps, else by the time of
 * its object, made to grow from version to version because clocks go backwards (PROTOCOL.md, "In-Commit Timestamps").
 */
record CommitTimes(LogFolder folder, TableState newest) {

    Instant of(Version version) {
        if (!carriesTime(version)) {
            return Optional.ofNullable(objectTimes().get(version)).orElseThrow(() -> notThere(version));
        }
        return Instant.ofEpochMilli(
                version.equals(newest.version()) && newest.inCommitTimestamp().isPresent()
                        ? newest.inCommitTimestamp().getAsLong()
                        : inCommitTimestamp(version));
    }

    /** The latest version at or before {@code time}. */
    Version latestAt(Instant time) {
        boolean inCommits = properties().inCommitTimestamps()
                && time.toEpochMilli() >= properties().inCommitTimestampStart().orElse(Long.MIN_VALUE);
        return inCommits ? latestInCommits(time) : latestByObjects(time);
    }

    private Version latestInCommits(Instant time) {
        if (!of(newest.version()).isAfter(time)) {
            return newest.version();
        }
        Version oldest = oldestCommit();
        while (true) {
            Version found = latestInCommits(time, oldest);
            if (ofCommit(found).isPresent()) {
                return found;
            }
            Version now = oldestCommit();
            if (now.compareTo(found) <= 0) {
                throw notThere(found);
            }
            oldest = now;
        }
    }

    private Version oldestCommit() {
        return folder.listFrom(Version.of(0)).commits().keySet().stream()
                .findFirst()
                .orElseThrow(this::noCommits);
    }

    /** A commit that is not there any more was cleaned up since the oldest was looked for: it is old. */
    private Version latestInCommits(Instant time, Version oldest) {
        long low = Math.max(
                oldest.number(), properties().inCommitTimestampVersion().orElse(0));
        long high = newest.version().number();
        Optional<Instant> first = ofCommit(Version.of(low));
        if (first.isPresent() && first.get().isAfter(time)) {
            throw tooEarly(time, Version.of(low), first.get());
        }
        while (high - low > 1) {
            long middle = (low + high) >>> 1;
            Optional<Instant> committed = ofCommit(Version.of(middle));
            if (committed.isPresent() && committed.get().isAfter(time)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Version.of(low);
    }

    private Version latestByObjects(Instant time) {
        NavigableMap<Version, Instant> all = objectTimes();
        if (all.isEmpty()) {
            throw noCommits();
        }
        NavigableMap<Version, Instant> times = all;
        if (properties().inCommitTimestamps()) {
            long first = properties().inCommitTimestampVersion().orElse(0);
            times = all.headMap(Version.of(first), false);
        }
        return times.descendingMap().entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(time))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () -> tooEarly(time, all.firstKey(), all.firstEntry().getValue()));
    }

    private NavigableMap<Version, Instant> objectTimes() {
        return objectTimes(folder);
    }

    /** Times of the commits' objects, each at least a millisecond after the one before. */
    static NavigableMap<Version, Instant> objectTimes(LogFolder folder) {
        NavigableMap<Version, Instant> times = new TreeMap<>();
        Instant last = Instant.MIN;
        for (Map.Entry<Version, ObjectInfo> commit :
                folder.listFrom(Version.of(0)).commits().entrySet()) {
            Instant modified = Instant.ofEpochMilli(commit.getValue().modified().toEpochMilli());
            last = modified.isAfter(last) ? modified : last.plusMillis(1);
            times.put(commit.getKey(), last);
        }
        return times;
    }

    private boolean carriesTime(Version version) {
        return properties().inCommitTimestamps()
                && version.number() >= properties().inCommitTimestampVersion().orElse(0);
    }

    private long inCommitTimestamp(Version version) {
        return ofCommit(version).orElseThrow(() -> notThere(version)).toEpochMilli();
    }

    /** What the commit says; empty where it is not there any more. */
    private Optional<Instant> ofCommit(Version version) {
        return folder.read(version)
                .map(commit -> commit.info()
                        .map(Action.CommitInfo::inCommitTimestamp)
                        .flatMap(time -> time.isPresent()
                                ? Optional.of(Instant.ofEpochMilli(time.getAsLong()))
                                : Optional.empty())
                        .orElseThrow(() -> new CorruptLogException(folder.at(version)
                                + " has no inCommitTimestamp, which every commit of this table must have")));
    }

    private TableProperties properties() {
        return new TableProperties(
                newest.metadata().map(Action.Metadata::configuration).orElse(Map.of()));
    }

    private VersionNotFoundException notThere(Version version) {
        return new VersionNotFoundException("the time of version " + version + " of " + folder.table()
                + " is not known: " + folder.at(version) + " is not there any more");
    }

    private VersionNotFoundException noCommits() {
        return new VersionNotFoundException("no time of a version of " + folder.table()
                + " is known: none of its commits is there any more; ask for a version by its number");
    }

    private VersionNotFoundException tooEarly(Instant time, Version oldest, Instant first) {
        return new VersionNotFoundException("no version of " + folder.table() + " is as old as " + time
                + "; the oldest that is there is " + oldest + ", committed at " + first);
    }
}
