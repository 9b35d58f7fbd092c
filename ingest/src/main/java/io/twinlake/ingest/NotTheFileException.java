package io.twinlake.ingest;

/** A file is not the one that was read under its name: whoever reads it looks for that one elsewhere. */
final class NotTheFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotTheFileException(String file) {
        super(file + " is not the file that was read");
    }
}
