package io.twinlake.log;

/** The table needs a feature that is not supported; the message names it. */
public final class UnsupportedTableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedTableException(String message) {
        super(message);
    }

    public UnsupportedTableException(String message, Throwable cause) {
        super(message, cause);
    }
}
