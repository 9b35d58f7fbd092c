package io.twinlake.log;

/** A commit that won meanwhile advanced the same application: read its progress again. */
public final class ProgressConflictException extends CommitConflictException {

    private static final long serialVersionUID = 1L;

    public ProgressConflictException(String message) {
        super(message);
    }

    public ProgressConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
