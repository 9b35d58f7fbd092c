package io.twinlake.log;

import io.twinlake.format.Predicate;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds what sums a log up (checkpoints, log compactions, checksums) against the commits that it sums up, as far as these are
 * there. It reads all of them.
 */
public final class LogExamination {

    private final LogFolder folder;
    private final LogListing listing;
    private final CheckpointReader checkpoints;
    private final LogCompaction compaction;
    private final DataPath paths;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<CompactedFile, TableState> compacted = new HashMap<>();

    private LogExamination(LogFolder folder) {
        this.folder = folder;
        this.listing = folder.listFrom(Version.of(0));
        this.checkpoints = new CheckpointReader(folder, FoundFiles.MOST);
        this.compaction = new LogCompaction(folder);
        this.paths = folder.paths();
    }

    /**
     * An object that is not what it should be.
     *
     * @param misleads whether readers take it for what the commits say, and it says otherwise; else it is passed over
     */
    public record Problem(boolean misleads, Location object, String problem) {}

    /** What is not in order; nothing if all is well. */
    public static List<Problem> of(TransactionLog log) {
        return new LogExamination(log.head().folder()).problems();
    }

    private List<Problem> problems() {
        LastCheckpoint.read(folder).ifPresent(this::hint);
        Optional<TableState> begin = begin();
        begin.ifPresent(this::walk);
        return problems;
    }

    private void hint(Version named) {
        if (listing.checkpoints().stream()
                .noneMatch(checkpoint -> checkpoint.version().equals(named))) {
            problems.add(new Problem(
                    false,
                    folder.at().resolve("_last_checkpoint"),
                    "it names a checkpoint of version " + named + ", and there is none that is whole"));
        }
    }

    /** The state before the first commit, else the oldest checkpoint that can be read. */
    private Optional<TableState> begin() {
        if (listing.commits().containsKey(Version.of(0))) {
            return Optional.of(TableState.nothing(paths));
        }
        List<Checkpoint> newestFirst = listing.checkpoints();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            Optional<TableState> state = read(newestFirst.get(i));
            if (state.isPresent()) {
                return state;
            }
        }
        return Optional.empty();
    }

    /** From commit to commit, as long as there is one. */
    private void walk(TableState begin) {
        TableState state = begin;
        while (true) {
            TableState before = state;
            listing.compactions().stream()
                    .filter(file -> file.first().equals(before.next()))
                    .forEach(file -> summedUp(file, before));
            Optional<Commit> commit = folder.read(state.next());
            if (commit.isEmpty()) {
                return;
            }
            state = state.after(commit.get());
            compare(state, commit.get());
        }
    }

    private void summedUp(CompactedFile file, TableState before) {
        compaction
                .read(file, before, true)
                .ifPresentOrElse(
                        state -> compacted.put(file, state),
                        () -> problems.add(new Problem(
                                false, folder.at().resolve(file.name()), "it can't be used as a log compaction")));
    }

    private void compare(TableState state, Commit commit) {
        Version version = commit.version();
        listing.checkpoints().stream()
                .filter(checkpoint -> checkpoint.version().equals(version))
                .forEach(checkpoint ->
                        read(checkpoint).ifPresent(summary -> compare(object(checkpoint), summary, state)));
        compacted.entrySet().removeIf(entry -> {
            boolean ends = entry.getKey().last().equals(version);
            if (ends) {
                compare(folder.at().resolve(entry.getKey().name()), entry.getValue(), state);
            }
            return ends;
        });
        if (listing.checksums().contains(version)) {
            VersionChecksum.read(folder, version)
                    .filter(checksum -> !checksum.agreesWith(commit)
                            || !state.protocol().equals(Optional.of(checksum.protocol()))
                            || !state.metadata().equals(Optional.of(checksum.metadata())))
                    .ifPresent(checksum -> problems.add(new Problem(
                            false,
                            VersionChecksum.at(folder, version),
                            "it is the checksum of another commit than version " + version)));
        }
    }

    private Optional<TableState> read(Checkpoint checkpoint) {
        boolean[] broken = {false};
        Optional<TableState> state = checkpoints.read(checkpoint, () -> {
            broken[0] = true;
            return FileSet.none(paths);
        });
        state.ifPresent(read -> keys(read));
        if (state.isEmpty() || broken[0]) {
            problems.add(new Problem(false, object(checkpoint), "it can't be read as a checkpoint"));
            return Optional.empty();
        }
        return state;
    }

    private void compare(Location object, TableState summary, TableState state) {
        List<String> differences = new ArrayList<>();
        if (!summary.protocol().equals(state.protocol())) {
            differences.add("another protocol");
        }
        if (!summary.metadata().equals(state.metadata())) {
            differences.add("another schema or other properties");
        }
        // Progress may be forgotten with time, but not be another.
        if (!state.transactions().values().containsAll(summary.transactions().values())) {
            differences.add("other progress of applications");
        }
        Set<FileKey> those = keys(summary);
        Set<FileKey> these = keys(state);
        long more = those.stream().filter(key -> !these.contains(key)).count();
        long fewer = these.stream().filter(key -> !those.contains(key)).count();
        if (more + fewer > 0) {
            differences.add(more + " live files more and " + fewer + " fewer");
        }
        if (!differences.isEmpty()) {
            problems.add(new Problem(
                    true,
                    object,
                    "it has " + String.join(", ", differences) + " than the commits up to version " + state.version()));
        }
    }

    private Set<FileKey> keys(TableState state) {
        Set<FileKey> keys = new HashSet<>();
        try (var files = state.live(Predicate.TRUE).stream()) {
            files.forEach(file -> keys.add(FileKey.of(paths, file)));
        }
        return keys;
    }

    private static Location object(Checkpoint checkpoint) {
        return checkpoint.parts().get(0).location();
    }
}
