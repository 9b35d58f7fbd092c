package io.twinlake.log;

/** What a transaction may not have missed (the matrix is in docs/protocol-support.md). */
public enum IsolationLevel {
    /** As if transactions ran one after the other, in order of version. */
    SERIALIZABLE,
    /** As if they ran in some order: blind appends may slip before. */
    WRITE_SERIALIZABLE,
    /** For rearrangement that changes no row: only what it rewrote must still be there. */
    SNAPSHOT
}
