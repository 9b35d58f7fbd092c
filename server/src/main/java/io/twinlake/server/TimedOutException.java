package io.twinlake.server;

/** A command took longer than it was allowed to, and was stopped. */
final class TimedOutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TimedOutException(String message) {
        super(message);
    }
}
