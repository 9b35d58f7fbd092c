package io.twinlake.log;

import io.twinlake.storage.Content;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.StorageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A commit for one version, encoded once: however often it is put, it is the same put, so that an answer that was lost
 * does no harm.
 */
final class PendingCommit {

    /** What became of a commit that was put. */
    sealed interface Fate {

        /** It is this version. */
        record Ours() implements Fate {}

        /** Another commit is this version; ours was not written and never will be. */
        record AnotherWon(Commit winner) implements Fate {}

        /** It may be there, or appear later; {@link PendingCommit#unknown} says why. */
        record Undecided() implements Fate {}
    }

    private final TableState base;
    private final Commit commit;
    private final String transactionId;
    private final byte[] bytes;
    private @Nullable StorageException doubt;

    PendingCommit(TableState base, Commit commit, String transactionId) {
        this.base = base;
        this.commit = commit;
        this.transactionId = transactionId;
        this.bytes = ActionWriter.bytes(commit.actions());
    }

    Version version() {
        return commit.version();
    }

    /** The state that this commit follows. */
    TableState base() {
        return base;
    }

    /** The state if this commit is written. */
    TableState outcome() {
        return base.after(commit);
    }

    /**
     * Puts the bytes and finds out what became of them.
     *
     * @throws StorageException if the store refused, and no earlier put of this can have written anything
     */
    Fate put(LogFolder folder) {
        PutOutcome outcome;
        try {
            outcome = folder.storage().putIfAbsent(folder.at(version()), Content.of(bytes));
        } catch (StorageException refused) {
            if (doubt == null) {
                throw refused;
            }
            return new Fate.Undecided();
        }
        return outcome.match(new PutOutcome.Cases<>() {
            @Override
            public Fate created() {
                return new Fate.Ours();
            }

            @Override
            public Fate exists() {
                return readBack(folder);
            }

            @Override
            public Fate unknown(StorageException why) {
                doubt = why;
                return readBack(folder);
            }
        });
    }

    /** What to throw where the fate can't be found out. */
    CommitStateUnknownException unknown(LogFolder folder, String why) {
        String message = "it is not known whether version " + version() + " of " + folder.table() + " is transaction "
                + transactionId + ": " + why
                + "; delete none of its files, and look up the application's progress before it is tried again";
        return doubt == null
                ? new CommitStateUnknownException(message)
                : new CommitStateUnknownException(message, doubt);
    }

    private Fate readBack(LogFolder folder) {
        try {
            Optional<Commit> there = folder.read(version());
            if (there.isEmpty()) {
                return new Fate.Undecided();
            }
            if (there.get().transactionId().filter(transactionId::equals).isPresent()) {
                return new Fate.Ours();
            }
            return new Fate.AnotherWon(there.get());
        } catch (StorageException unreadable) {
            doubt = unreadable;
            return new Fate.Undecided();
        }
    }
}
