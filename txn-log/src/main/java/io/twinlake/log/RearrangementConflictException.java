package io.twinlake.log;

/**
 * Commits that changed no row rewrote files that this one removes: nothing that was read has become wrong. Whoever
 * changes rows plans again over the newest version by itself, without telling anybody.
 */
public final class RearrangementConflictException extends CommitConflictException {

    private static final long serialVersionUID = 1L;

    public RearrangementConflictException(String message) {
        super(message);
    }
}
