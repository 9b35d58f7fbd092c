package io.twinlake.log;

import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether commits that won may precede a change set without making it wrong. The matrix is in
 * docs/protocol-support.md; our addition is that rearranging rows never conflicts with other writers' data. One instance
 * serves all attempts of a commit, because a later winner may change rows that an earlier winner rearranged.
 */
final class Conflicts {

    /** Properties that govern maintenance of the table and not what a commit must contain. */
    private static final Set<String> HARMLESS = Set.of(
            "delta.checkpointInterval",
            "delta.deletedFileRetentionDuration",
            "delta.logRetentionDuration",
            "delta.enableExpiredLogCleanup",
            "delta.checkpoint.writeStatsAsJson",
            "delta.checkpoint.writeStatsAsStruct");

    private final ChangeSet changes;
    private final DataPath paths;
    private final Set<String> removed;
    private final List<Commit> winners = new ArrayList<>();

    Conflicts(ChangeSet changes, DataPath paths) {
        this.changes = changes;
        this.paths = paths;
        this.removed = Stream.concat(
                        changes.files().removes().keySet().stream(), changes.files().restated().keySet().stream())
                .map(FileKey::path)
                .collect(Collectors.toSet());
    }

    /**
     * Checks one winner, in order of version, and remembers it for {@link #checkFiles}.
     *
     * @param before the state that it followed
     * @param upgrade the protocol that these changes write, if they write one
     * @throws CommitConflictException naming the winner and what it changed
     */
    void meet(Commit winner, TableState before, Optional<Action.Protocol> upgrade) {
        if (changes.isCreation()) {
            throw alreadyThere(paths.table());
        }
        if (before.isOfAnotherTable(winner)) {
            throw conflict(winner, "is of another table, which was made at this place");
        }
        checkProtocol(winner, before, upgrade);
        checkMetadata(winner, before);
        checkProgress(winner);
        checkDomains(winner);
        checkAdds(winner);
        winners.add(winner);
    }

    /**
     * Checks the files of all winners so far together, because one winner may delete rows that an earlier winner moved.
     *
     * @throws RearrangementConflictException if files to be removed are gone and all their rows are there
     * @throws CommitConflictException if rows are not
     */
    void checkFiles() {
        if (removed.isEmpty() && !changes.dependsOnRead()) {
            return;
        }
        Set<String> concerned = concerned();
        Optional<CommitConflictException> rearranged = Optional.empty();
        for (Commit winner : winners) {
            boolean moved = false;
            for (Touch touch : touches(winner)) {
                boolean ours = removed.contains(touch.path());
                if (ours && !changes.dependsOnRead()) {
                    throw conflict(winner, touch.verb() + touch.path() + ", which is removed or restated here");
                }
                if (touch.dataChange() && concerned.contains(touch.path())) {
                    throw conflict(winner, touch.verb() + touch.path() + ", which was read here");
                }
                moved |= !touch.dataChange() && concerned.contains(touch.path());
                if (ours && rearranged.isEmpty()) {
                    rearranged = Optional.of(rearranged(winner, touch));
                }
            }
            if (moved) {
                winner.all(Action.AddFile.class).map(this::path).forEach(concerned::add);
            }
        }
        rearranged.ifPresent(conflict -> {
            throw conflict;
        });
    }

    /** What a winner did to a path. Two commits never change rows of one file, whatever its deletion vector. */
    private record Touch(String path, boolean dataChange, String verb) {

        /** For a path that gets another deletion vector, the message says that it was removed. */
        Touch and(Touch later) {
            return new Touch(path, dataChange || later.dataChange, later.verb);
        }
    }

    private Collection<Touch> touches(Commit winner) {
        Map<String, Touch> touches = new LinkedHashMap<>();
        winner.all(Action.AddFile.class)
                .map(add -> new Touch(path(add), add.dataChange(), "added "))
                .forEach(touch -> touches.merge(touch.path(), touch, Touch::and));
        winner.all(Action.RemoveFile.class)
                .map(remove -> new Touch(paths.canonical(remove.path()), remove.dataChange(), "removed "))
                .forEach(touch -> touches.merge(touch.path(), touch, Touch::and));
        return touches.values();
    }

    /** The paths that winners touched and that are removed here or whose rows were read. */
    private Set<String> concerned() {
        Set<String> touched = winners.stream()
                .flatMap(winner -> touches(winner).stream())
                .map(Touch::path)
                .collect(Collectors.toSet());
        Set<String> concerned = new HashSet<>(removed);
        concerned.retainAll(touched);
        boolean anyGone = winners.stream()
                .anyMatch(
                        winner -> winner.all(Action.RemoveFile.class).findAny().isPresent());
        if (changes.dependsOnRead() && anyGone) {
            Basis.Read basis = changes.basis().read().orElseThrow();
            try (Stream<Action.AddFile> read = basis.state().live(basis.predicate()).stream()) {
                read.map(this::path).filter(touched::contains).forEach(concerned::add);
            }
        }
        return concerned;
    }

    private String path(Action.AddFile file) {
        return paths.canonical(file.path());
    }

    /** These changes may use a feature that a winner dropped, or miss what a feature that it added demands. */
    private void checkProtocol(Commit winner, TableState before, Optional<Action.Protocol> upgrade) {
        Optional<Action.Protocol> theirs = winner.last(Action.Protocol.class);
        if (theirs.isEmpty()) {
            return;
        }
        if (upgrade.isPresent()) {
            throw conflict(winner, "changed the table's protocol, which is changed here as well");
        }
        Set<String> old = before.protocol().map(TableFeature::words).orElse(Set.of());
        Set<String> now = TableFeature.words(theirs.get());
        old.stream().filter(word -> !now.contains(word)).findFirst().ifPresent(word -> {
            throw conflict(winner, "dropped the table feature " + word);
        });
        now.stream()
                .filter(word -> !old.contains(word))
                .filter(word -> TableFeature.of(word)
                        .map(feature -> !feature.asksNothingOfChangesUnderWay())
                        .orElse(true))
                .findFirst()
                .ifPresent(word -> {
                    throw conflict(winner, "added the table feature " + word);
                });
    }

    private void checkMetadata(Commit winner, TableState before) {
        Optional<Action.Metadata> theirs = winner.last(Action.Metadata.class);
        if (theirs.isEmpty()) {
            return;
        }
        boolean harmless = before.metadata()
                .map(old -> withoutHarmless(old).equals(withoutHarmless(theirs.get())))
                .orElse(false);
        if (changes.table().metadata().isPresent() || !harmless) {
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
                .filter(theirs -> changes.progress().marks().containsKey(theirs.appId()))
                .findFirst()
                .ifPresent(theirs -> {
                    throw new ProgressConflictException(
                            text(winner, "advanced application '" + theirs.appId() + "' to " + theirs.version()));
                });
    }

    private void checkDomains(Commit winner) {
        winner.all(Action.DomainMetadata.class)
                .filter(theirs -> changes.table().domains().containsKey(theirs.domain())
                        || (changes.table().clustering().isPresent()
                                && theirs.domain().equals(Clustering.DOMAIN)))
                .findFirst()
                .ifPresent(theirs -> {
                    throw conflict(winner, "set the metadata domain '" + theirs.domain() + "'");
                });
    }

    /**
     * Blind appends may precede a write-serializable commit unless that commit changes the table's metadata. A file that got
     * another deletion vector has lost rows and was checked as a removed one.
     */
    private void checkAdds(Commit winner) {
        boolean mayComeBefore = changes.level() == IsolationLevel.WRITE_SERIALIZABLE
                && changes.table().metadata().isEmpty()
                && winner.isBlindAppend();
        if (!changes.dependsOnRead() || mayComeBefore) {
            return;
        }
        Set<String> replaced = winner.all(Action.RemoveFile.class)
                .map(remove -> paths.canonical(remove.path()))
                .collect(Collectors.toSet());
        changes.basis()
                .read()
                .flatMap(read -> read.state().pruning(read.predicate()))
                .flatMap(pruning -> winner.all(Action.AddFile.class)
                        .filter(theirs -> theirs.dataChange() && !replaced.contains(path(theirs)))
                        .filter(pruning::keeps)
                        .findFirst())
                .ifPresent(theirs -> {
                    throw conflict(
                            winner, "added " + theirs.path() + ", which may hold rows that were to be read here");
                });
    }

    static CommitConflictException alreadyThere(Location table) {
        return new CommitConflictException(
                "there is a table at " + table + " already; open it, or choose another place");
    }

    private CommitConflictException conflict(Commit winner, String what) {
        return new CommitConflictException(text(winner, what));
    }

    private RearrangementConflictException rearranged(Commit winner, Touch touch) {
        return new RearrangementConflictException(named(winner) + " rearranged rows of " + touch.path()
                + ", which is removed here; nothing was written and no row is lost, plan again on the newest version");
    }

    private String text(Commit winner, String what) {
        return named(winner) + " " + what + " meanwhile; nothing was written, read the table again and redo";
    }

    private String named(Commit winner) {
        return "version " + winner.version() + " of " + paths.table()
                + winner.info()
                        .flatMap(Action.CommitInfo::operation)
                        .map(operation -> " (" + operation + ")")
                        .orElse("");
    }
}
