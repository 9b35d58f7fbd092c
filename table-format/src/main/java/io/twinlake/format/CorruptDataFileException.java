package io.twinlake.format;

/** A data file can't be read; the message names the object and where in it. */
public final class CorruptDataFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptDataFileException(String message, Throwable cause) {
        super(message, cause);
    }

    public CorruptDataFileException(String message) {
        super(message);
    }
}
