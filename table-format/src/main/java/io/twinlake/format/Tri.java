package io.twinlake.format;

/** What statistics can say of a predicate over a file's rows. */
public enum Tri {
    /** No row matches. */
    NO,
    /** Some rows may match. */
    MAYBE,
    /** Every row matches. */
    ALL
}
