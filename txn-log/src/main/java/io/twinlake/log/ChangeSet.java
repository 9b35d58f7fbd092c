package io.twinlake.log;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one commit changes, whichever version it becomes. {@link CommitDraft} turns it into actions, {@link WriteRules} checks
 * it against the table, {@link Conflicts} against the commits that came first.
 */
record ChangeSet(
        Basis basis, CommitDescription description, FileChanges files, TableChange table, ProgressChange progress) {

    IsolationLevel level() {
        return basis.level();
    }

    boolean isCreation() {
        return basis instanceof Basis.Creation;
    }

    /** Whether rows come or go; a transaction at {@link IsolationLevel#SNAPSHOT} only rearranges them. */
    boolean changesRows() {
        return level() != IsolationLevel.SNAPSHOT;
    }

    boolean isBlindAppend() {
        return basis.read().isEmpty() && files.removes().isEmpty();
    }

    /** Whether rows that were read decided what is written. */
    boolean dependsOnRead() {
        return basis.read().isPresent() && changesRows();
    }

    /** Who commits what and when, for the version after {@code base}. */
    Action.CommitInfo info(TableState base, long time, boolean carriesTime) {
        return new Action.CommitInfo(
                carriesTime ? OptionalLong.of(time) : OptionalLong.empty(),
                OptionalLong.of(time),
                Optional.of(description.operation()),
                Optional.of(description.transactionId()),
                description.values(base, level(), isBlindAppend()));
    }
}
