package io.twinlake.format;

/** Numbers of things, for people. */
public final class Counted {

    private Counted() {}

    /** For example {@code 1 file}, {@code 2 files}. */
    public static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
