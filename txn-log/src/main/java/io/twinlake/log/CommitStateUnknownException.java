package io.twinlake.log;

/**
 * It can't be told whether the commit was written. The caller deletes no file of it and looks up its progress before it tries
 * again.
 */
public final class CommitStateUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommitStateUnknownException(String message) {
        super(message);
    }

    public CommitStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
