package io.twinlake.dml;

/** A row breaks what the table asks of its rows: correct the row, or the table's constraint. Nothing was committed. */
public final class ConstraintViolationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConstraintViolationException(String message) {
        super(message);
    }
}
