package io.twinlake.storage;

/** An open object that is read at positions. */
public interface InputObject extends AutoCloseable {

    ObjectInfo info();

    /**
     * Reads {@code length} bytes from {@code position} of the object into {@code target}; each call is one request on a
     * remote store.
     *
     * @throws ObjectTooShortException if the object ends before
     * @throws StorageException if the store does not answer
     */
    void readFully(long position, byte[] target, int offset, int length);

    @Override
    void close();
}
