package io.twinlake.query;

/** A statement can't be run as it is; the message says why, in the engine's words where it is the engine that says so. */
public final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SqlException(String message) {
        super(message);
    }

    public SqlException(String message, Throwable cause) {
        super(message, cause);
    }
}
