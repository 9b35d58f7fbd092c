package io.twinlake.storage;

/** The store lets two writers create the same object: a lake on it would lose commits. Use another store. */
public final class UnsafeStoreException extends StorageException {

    private static final long serialVersionUID = 1L;

    UnsafeStoreException(String message) {
        super(message);
    }
}
