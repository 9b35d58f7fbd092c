package io.twinlake.storage;

/** Nothing can hold a lake, a table or a source there. Choose another place. */
public final class NoStorageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NoStorageException(String message) {
        super(message);
    }
}
