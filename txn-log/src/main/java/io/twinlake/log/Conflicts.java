package io.twinlake.log;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a commit that won may have gone before these changes without making them wrong. The matrix is that of
 * docs/protocol-support.md; that rearrangement of rows never stands in the way of others' data is our addition.
 */
record Conflicts(Changes changes, DataPath paths) {

    /** Properties that say how a table is looked after, not what a commit must contain. */
    private static final Set<String> HARMLESS = Set.of(
            "delta.checkpointInterval",
            "delta.deletedFileRetentionDuration",
            "delta.logRetentionDuration",
            "delta.enableExpiredLogCleanup",
            "delta.checkpoint.writeStatsAsJson",
            "delta.checkpoint.writeStatsAsStruct");

    /**
     * Returns if the winner may stand.
     *
     * @param before the state that the winner followed
     * @throws CommitConflictException naming the winner and what it changed
     */
    void check(Commit winner, TableState before) {
        if (changes.isCreation()) {
            throw changes.alreadyThere();
        }
        checkProtocol(winner, before);
        checkMetadata(winner, before);
        checkProgress(winner);
        checkDomains(winner);
        checkRemoves(winner);
        checkAdds(winner);
    }

    private void checkProtocol(Commit winner, TableState before) {
        Optional<Action.Protocol> theirs = winner.last(Action.Protocol.class);
        if (theirs.isEmpty()) {
            return;
        }
        boolean dropped = before.protocol().stream()
                .anyMatch(old -> !theirs.get().writerFeatures().containsAll(old.writerFeatures())
                        || !theirs.get().readerFeatures().containsAll(old.readerFeatures()));
        if (changes.protocol().isPresent() || dropped) {
            throw conflict(winner, "changed the table's protocol");
        }
    }

    private void checkMetadata(Commit winner, TableState before) {
        Optional<Action.Metadata> theirs = winner.last(Action.Metadata.class);
        if (theirs.isEmpty()) {
            return;
        }
        boolean harmless = before.metadata()
                .map(old -> withoutHarmless(old).equals(withoutHarmless(theirs.get())))
                .orElse(false);
        if (changes.metadata().isPresent() || !harmless) {
            throw conflict(winner, "changed the table's schema or properties");
        }
    }

    private static Action.Metadata withoutHarmless(Action.Metadata metadata) {
        return metadata.withConfiguration(metadata.configuration().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("delta.") && !HARMLESS.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private void checkProgress(Commit winner) {
        winner.all(Action.SetTransaction.class)
                .filter(theirs -> changes.progress().containsKey(theirs.appId()))
                .findFirst()
                .ifPresent(theirs -> {
                    throw new ProgressConflictException(
                            text(winner, "advanced application '" + theirs.appId() + "' to " + theirs.version()));
                });
    }

    private void checkDomains(Commit winner) {
        winner.all(Action.DomainMetadata.class)
                .filter(theirs -> changes.domains().containsKey(theirs.domain()))
                .findFirst()
                .ifPresent(theirs -> {
                    throw conflict(winner, "set the metadata domain '" + theirs.domain() + "'");
                });
    }

    private void checkRemoves(Commit winner) {
        Optional<Action.RemoveFile> taken = winner.all(Action.RemoveFile.class)
                .filter(theirs -> changes.removes().containsKey(FileKey.of(paths, theirs)))
                .findFirst();
        if (taken.isPresent()) {
            throw conflict(winner, "removed " + taken.get().path() + ", which is removed here as well");
        }
        if (!dependsOnRead()) {
            return;
        }
        Set<FileKey> read = changes.snapshot().stream()
                .flatMap(snapshot -> snapshot.files(changes.read()))
                .map(file -> FileKey.of(paths, file))
                .collect(Collectors.toSet());
        winner.all(Action.RemoveFile.class)
                .filter(theirs -> theirs.dataChange() && read.contains(FileKey.of(paths, theirs)))
                .findFirst()
                .ifPresent(theirs -> {
                    throw conflict(winner, "removed " + theirs.path() + ", which was read here");
                });
    }

    private void checkAdds(Commit winner) {
        boolean mayComeBefore = changes.level() == IsolationLevel.WRITE_SERIALIZABLE && winner.isBlindAppend();
        if (!dependsOnRead() || mayComeBefore) {
            return;
        }
        changes.snapshot()
                .map(snapshot -> new FilePruning(snapshot.metadata(), changes.read()))
                .flatMap(pruning -> winner.all(Action.AddFile.class)
                        .filter(theirs -> theirs.dataChange() && pruning.keeps(theirs))
                        .findFirst())
                .ifPresent(theirs -> {
                    throw conflict(
                            winner, "added " + theirs.path() + ", which may hold rows that were to be read here");
                });
    }

    /** Whether rows that were read decided what is written. */
    private boolean dependsOnRead() {
        return changes.snapshot().isPresent() && changes.changesRows();
    }

    private CommitConflictException conflict(Commit winner, String what) {
        return new CommitConflictException(text(winner, what));
    }

    private String text(Commit winner, String what) {
        return "version " + winner.version() + " of " + paths.table()
                + winner.info()
                        .flatMap(Action.CommitInfo::operation)
                        .map(operation -> " (" + operation + ")")
                        .orElse("")
                + " " + what + " meanwhile; nothing was written, read the table again and redo";
    }
}
