package io.twinlake.storage;

/** What was asked for is not on the store that was asked: it never will be found there. Open the store of its location. */
public final class OtherStoreException extends StorageException {

    private static final long serialVersionUID = 1L;

    private OtherStoreException(String message) {
        super(message);
    }

    static OtherStoreException of(Location at, String store) {
        return new OtherStoreException(at + " is not on " + store
                + ", where the rest is: one storage is read at a time; copy it there, or name its own store");
    }
}
