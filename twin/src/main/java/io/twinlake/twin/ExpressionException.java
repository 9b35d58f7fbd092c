package io.twinlake.twin;

/** A formula has no value for this event: the event goes the way of {@code on_error: expression}. */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Takes {@code where}: whose formula it is: {@code property 'phase'} */
    ExpressionException(String where, String formula, RuntimeException cause) {
        super(where + ": " + cause.getMessage() + " in " + formula, cause);
    }
}
