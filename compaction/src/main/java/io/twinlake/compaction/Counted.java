package io.twinlake.compaction;

/** Numbers of things, for people. */
final class Counted {

    private Counted() {}

    /** For example {@code 1 file}, {@code 2 files}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
