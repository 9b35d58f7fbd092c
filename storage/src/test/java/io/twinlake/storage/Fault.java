package io.twinlake.storage;

/** What may go wrong with one request. */
public enum Fault {
    /** The store refuses before it does anything: {@link StorageException}. */
    ERROR,
    /** The store does it and its answer is lost: {@link PutOutcome.Unknown}, or a {@link StorageException}. */
    ANSWER_LOST,
    /** The request is lost on its way: the same to the caller as a lost answer, but nothing was done. */
    REQUEST_LOST,
    /** The request arrives after some others: the same to the caller as a lost answer, but done later. */
    LATE,
    /** The process dies before the request leaves. */
    CRASH_BEFORE,
    /** The process dies after the store has done it, before its answer comes. */
    CRASH_AFTER
}
