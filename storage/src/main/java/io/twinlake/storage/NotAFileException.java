package io.twinlake.storage;

/**
 * A name leads to what is not read as a file: by a symbolic link below a folder whose links are not followed, or to a pipe,
 * a socket or a device. Repeating the call is of no use; put a file there.
 */
public final class NotAFileException extends StorageException {

    private static final long serialVersionUID = 1L;

    public NotAFileException(String message) {
        super(message);
    }
}
