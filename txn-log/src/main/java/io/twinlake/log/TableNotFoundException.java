package io.twinlake.log;

/** There is no table at that place. */
public final class TableNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TableNotFoundException(String message) {
        super(message);
    }

    public TableNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
