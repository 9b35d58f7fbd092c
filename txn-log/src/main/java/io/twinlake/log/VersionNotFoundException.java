package io.twinlake.log;

/** That version is not there, or can't be rebuilt any more. */
public final class VersionNotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VersionNotFoundException(String message) {
        super(message);
    }

    public VersionNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
