package io.twinlake.server;

/** What the process ends with, after sysexits.h where that has a word for it. */
enum ExitCode {
    DONE(0),
    /** The command ran and what it looked at is not in order. */
    FOUND_PROBLEMS(1),
    USAGE(2),
    /** Data or a definition is wrong. */
    BAD_DATA(65),
    /** The store, or where results go, does not answer or refuses. */
    UNAVAILABLE(69),
    /** A defect of Twinlake. */
    DEFECT(70),
    /** The machine gave this process too little: memory, stack, threads. */
    OUT_OF_RESOURCES(71),
    /** Somebody else was faster or is at it; try again. */
    CONFLICT(75),
    /** A statement took longer than it was allowed to, as timeout of coreutils ends. */
    TIMED_OUT(124),
    /** Ctrl-C, or another signal that asks to end: what a shell makes of SIGINT. */
    INTERRUPTED(130),
    /** Who read standard output has ended, as head does: what a shell makes of SIGPIPE. */
    READER_GONE(141);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
