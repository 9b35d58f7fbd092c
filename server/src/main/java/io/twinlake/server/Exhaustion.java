package io.twinlake.server;

import java.util.Locale;

/** What ran out, and by which of {@code TWINLAKE_JAVA_OPTIONS} there is more of it. */
final class Exhaustion {

    private static final String DEFAULTS = " -XX:+UseSerialGC";

    private Exhaustion() {}

    static String told(VirtualMachineError error) {
        String detail = String.valueOf(error.getMessage());
        if (error instanceof StackOverflowError) {
            return "the stack ran out: something is nested too deeply; nest it less, or give more stack: "
                    + option("-Xmx1g -Xss16m");
        }
        if (!(error instanceof OutOfMemoryError)) {
            return "the Java virtual machine failed (" + error + "); try again, or another Java";
        }
        String words = detail.toLowerCase(Locale.ROOT);
        if (words.contains("thread")) {
            return "no more threads could be started (" + detail + "); allow more (ulimit -u), or close other programs";
        }
        if (words.contains("direct")) {
            return "memory outside of the heap ran out (" + detail + "); give more: "
                    + option("-Xmx1g -XX:MaxDirectMemorySize=2g");
        }
        if (words.contains("array size")) {
            return "one value is larger than Java can hold in one piece (" + detail + "); ask for less of it at once";
        }
        return "memory ran out (" + detail + ", at most "
                + Sizes.bytes(Runtime.getRuntime().maxMemory()) + "); ask for less, or give more: " + option("-Xmx4g");
    }

    private static String option(String options) {
        return "TWINLAKE_JAVA_OPTIONS='" + options + DEFAULTS + "'";
    }
}
