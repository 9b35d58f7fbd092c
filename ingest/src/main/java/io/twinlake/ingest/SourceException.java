package io.twinlake.ingest;

/** A source can't be read as asked: the message names it and says what to do. Nothing of it was lost. */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
