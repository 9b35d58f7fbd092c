package io.twinlake.query;

/** Changes of rows can't be told for the versions that were asked for: ask for others, or read the table itself. */
public final class ChangesUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ChangesUnavailableException(String message) {
        super(message);
    }

    public ChangesUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
