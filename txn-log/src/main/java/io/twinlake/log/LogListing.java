package io.twinlake.log;

import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The commits and checkpoints that a listing of a log has shown; whatever else lies there is not looked at.
 *
 * @param commits by version
 * @param checkpoints those that are complete, newest first
 * @param compactions objects that sum up commits, none of which is younger
 * @param checksums versions that have a checksum
 */
record LogListing(
        NavigableMap<Version, ObjectInfo> commits,
        List<Checkpoint> checkpoints,
        List<CompactedFile> compactions,
        NavigableSet<Version> checksums) {

    static LogListing of(LogFolder folder, List<ObjectInfo> objects) {
        NavigableMap<Version, ObjectInfo> commits = new TreeMap<>();
        List<Checkpoint.Named> checkpoints = new ArrayList<>();
        Map<CompactedFile, ObjectInfo> compactions = new LinkedHashMap<>();
        NavigableSet<Version> checksums = new TreeSet<>();
        for (ObjectInfo object : objects) {
            String name = object.location().relativeTo(folder.at());
            CommitFile.parse(name).ifPresent(commit -> commits.put(commit.version(), object));
            CheckpointFile.parse(name).ifPresent(file -> checkpoints.add(new Checkpoint.Named(file, object)));
            CompactedFile.parse(name).ifPresent(compaction -> compactions.put(compaction, object));
            VersionChecksum.versionOf(name).ifPresent(checksums::add);
        }
        compactions.entrySet().removeIf(compaction -> isOutlived(compaction.getKey(), compaction.getValue(), commits));
        return new LogListing(commits, Checkpoint.complete(checkpoints), List.copyOf(compactions.keySet()), checksums);
    }

    /**
     * Whether a commit that it sums up is younger: the one that was there is lost, as newest ones are with the power of a
     * machine, and another one was written in its place.
     */
    private static boolean isOutlived(
            CompactedFile compaction, ObjectInfo object, NavigableMap<Version, ObjectInfo> commits) {
        return commits.subMap(compaction.first(), true, compaction.last(), true).values().stream()
                .anyMatch(commit -> commit.modified().isAfter(object.modified()));
    }

    boolean isEmpty() {
        return commits.isEmpty() && checkpoints.isEmpty();
    }

    /** The newest version of which anything is there. */
    Optional<Version> newest() {
        Optional<Version> checkpoint =
                checkpoints.stream().map(Checkpoint::version).findFirst();
        if (commits.isEmpty()) {
            return checkpoint;
        }
        Version commit = commits.lastKey();
        return Optional.of(
                checkpoint.filter(version -> version.compareTo(commit) > 0).orElse(commit));
    }

    /** What sums up the most commits from {@code first} on, none after {@code last}. */
    Optional<CompactedFile> compaction(Version first, Version last) {
        return compactions.stream()
                .filter(file -> file.first().equals(first) && file.last().compareTo(last) <= 0)
                .max(Comparator.comparing(CompactedFile::last));
    }

    /** Whether all commits that an object sums up are there. */
    boolean hasCommits(CompactedFile file) {
        return commits.subMap(file.first(), true, file.last(), true).size()
                == file.last().number() - file.first().number() + 1;
    }

    /** The checkpoints that a state of {@code version} may begin with, the best first. */
    List<Checkpoint> upTo(Version version) {
        return checkpoints.stream()
                .filter(checkpoint -> checkpoint.version().compareTo(version) <= 0)
                .toList();
    }
}
