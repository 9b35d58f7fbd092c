package io.twinlake.log;

/** It can't be told whether the commit was written: delete nothing, look up your progress. */
public final class CommitStateUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommitStateUnknownException(String message) {
        super(message);
    }

    public CommitStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
