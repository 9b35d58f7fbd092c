package io.twinlake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;

/** Turns the failures of Hadoop's file systems into those of a {@link Storage}. */
final class HadoopErrors {

    private HadoopErrors() {}

    static StorageException reading(Location at, IOException failure) {
        return failure instanceof FileNotFoundException
                ? new ObjectNotFoundException(at)
                : failed("cannot read " + at, failure);
    }

    static StorageException failed(String problem, IOException failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new StorageException(
                problem + ": " + reason + "; check the file system's settings (fs.*) and its permissions", failure);
    }

    /** An object that ends before {@code end}; one request for its size. */
    static ObjectTooShortException tooShort(Storage storage, Location at, long end) {
        return new ObjectTooShortException(at, storage.info(at).size(), end);
    }
}
