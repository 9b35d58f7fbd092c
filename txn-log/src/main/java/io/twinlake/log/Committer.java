package io.twinlake.log;

import io.twinlake.storage.StorageException;
import java.util.List;
import java.util.Optional;

/**
 * Commits one change set at the next free version. Its loop is the only one that retries a commit: it never goes on to
 * another version before it knows that the version it tried belongs to another writer (PROTOCOL.md, "Creation of New Log
 * Entries").
 */
final class Committer {

    private final LogHead log;
    private final ChangeSet changes;
    private final Conflicts conflicts;
    private final Backoff backoff;
    private Optional<CommitDraft> draft = Optional.empty();

    Committer(LogHead log, ChangeSet changes) {
        this.log = log;
        this.changes = changes;
        this.conflicts = new Conflicts(changes, log.paths());
        this.backoff = new Backoff(log.environment());
    }

    /** Errors are those of {@link Transaction#commit}. */
    Version commit() {
        PendingCommit pending = first();
        while (true) {
            PendingCommit.Fate fate = pending.put(log.folder());
            if (fate instanceof PendingCommit.Fate.Ours) {
                log.saw(pending.outcome());
                return pending.version();
            }
            if (fate instanceof PendingCommit.Fate.AnotherWon another) {
                pending = rebased(pending.base(), another.winner());
                giveWay(pending);
            } else {
                holdOn(pending);
            }
        }
    }

    /**
     * At the version after what was read, unless that version is known to belong to another writer. A version that was cleaned
     * up since could be written once more, and no reader would ever see it; so the state that this log knows must not be old.
     */
    private PendingCommit first() {
        TableState base = base();
        if (changes.isCreation() || log.base().next().compareTo(base.next()) <= 0) {
            return over(base);
        }
        Commit winner = log.folder()
                .read(base.next())
                .orElseThrow(() -> new CommitConflictException("version " + base.version() + " of " + log.table()
                        + ", which was read here, is so old that the commits after it are gone; nothing was written, read"
                        + " the table again and redo"));
        return rebased(base, winner);
    }

    private TableState base() {
        if (changes.isCreation()) {
            if (log.exists()) {
                throw Conflicts.alreadyThere(log.table());
            }
            return TableState.nothing(log.paths());
        }
        return changes.basis().read().map(Basis.Read::state).orElseGet(log::base);
    }

    /**
     * Goes straight to the newest version, past every winner; none of them may conflict. A caller that tries again after a
     * conflict begins behind the winner.
     */
    private PendingCommit rebased(TableState base, Commit first) {
        TableState newest = base;
        Optional<Commit> winner = Optional.of(first);
        try {
            while (winner.isPresent()) {
                TableState before = newest;
                newest = log.after(before, winner.get());
                conflicts.meet(winner.get(), before, draft.flatMap(CommitDraft::upgrade));
                winner = log.folder().read(newest.next());
            }
            conflicts.checkFiles();
        } finally {
            log.saw(newest);
        }
        return over(newest);
    }

    private PendingCommit over(TableState base) {
        CommitDraft next = CommitDraft.of(log, changes, draft, base);
        draft = Optional.of(next);
        List<Action> actions = next.actions();
        new WriteRules(changes, log.table()).check(base, next);
        return new PendingCommit(
                base, new Commit(base.next(), actions), changes.description().transactionId());
    }

    /** Waits before the same bytes are put again. */
    private void holdOn(PendingCommit pending) {
        try {
            if (backoff.waits()) {
                return;
            }
        } catch (StorageException interrupted) {
            throw pending.unknown(log.folder(), "interrupted before it could be found out");
        }
        throw pending.unknown(log.folder(), "the store gave no answer for " + Backoff.limit());
    }

    /** Waits before a version is tried that was free when this looked. */
    private void giveWay(PendingCommit pending) {
        if (!backoff.givesWay()) {
            throw new CommitConflictException("other writers of " + log.table() + " were faster for " + Backoff.limit()
                    + ", last before version " + pending.version()
                    + "; nothing was written, try again or let fewer writers commit more at a time");
        }
    }
}
