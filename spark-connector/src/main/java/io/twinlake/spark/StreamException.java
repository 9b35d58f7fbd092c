package io.twinlake.spark;

/** The table has changed in a way that the stream must not pass over; the message says what the user can decide. */
public final class StreamException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StreamException(String message) {
        super(message);
    }

    StreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
