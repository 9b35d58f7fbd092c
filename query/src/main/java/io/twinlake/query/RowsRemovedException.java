package io.twinlake.query;

/** A commit deleted or changed rows, which a subscription to new rows can't tell: ignore removals, or read anew. */
public final class RowsRemovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RowsRemovedException(String message) {
        super(message);
    }
}
