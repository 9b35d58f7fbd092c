package io.twinlake.log;

/** Another application has begun to write the table, and who commits wanted to be alone: nothing was written. */
public final class TableInUseException extends CommitConflictException {

    private static final long serialVersionUID = 1L;

    public TableInUseException(String message) {
        super(message);
    }
}
