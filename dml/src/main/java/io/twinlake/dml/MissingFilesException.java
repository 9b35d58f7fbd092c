package io.twinlake.dml;

/** Files of a version are not on storage any more: it can't be had again without a copy of them. */
public final class MissingFilesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingFilesException(String message) {
        super(message);
    }
}
