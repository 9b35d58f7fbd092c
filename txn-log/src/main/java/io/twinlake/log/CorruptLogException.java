package io.twinlake.log;

/** The log breaks the protocol; the message names the object and what is wrong. Stop: nothing written on top would be sound. */
public final class CorruptLogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptLogException(String message) {
        super(message);
    }

    public CorruptLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
