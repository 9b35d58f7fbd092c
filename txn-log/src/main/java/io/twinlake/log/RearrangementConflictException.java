package io.twinlake.log;

/**
 * Commits that changed no row rewrote files that this one removes. Nothing that was read has become wrong: the caller plans
 * again over the newest version.
 */
public final class RearrangementConflictException extends CommitConflictException {

    private static final long serialVersionUID = 1L;

    public RearrangementConflictException(String message) {
        super(message);
    }
}
