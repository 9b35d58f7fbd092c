package io.twinlake.ingest;

/**
 * An event that a definition, or all of them, can't use.
 *
 * @param binding whose event it is, or {@link #EVERY}
 * @param reason what kind of mistake
 * @param detail what is wrong, for a user to act on
 */
record Refusal(int record, int binding, Reason reason, String detail) {

    /** The event is of no use to any definition. */
    static final int EVERY = -1;
}
