package io.twinlake.log;

/** A commit that won meanwhile changed what this one depends on. The caller reads the table again and redoes its work. */
public class CommitConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CommitConflictException(String message) {
        super(message);
    }

    public CommitConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
