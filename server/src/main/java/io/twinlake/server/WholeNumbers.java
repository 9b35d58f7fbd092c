package io.twinlake.server;

import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line; who mistypes one is told so in no language's words for types. */
final class WholeNumbers {

    private WholeNumbers() {}

    static Long parse(String text) {
        try {
            return Long.valueOf(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    static Integer parseInt(String text) {
        long number = parse(text);
        if (number != (int) number) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
        return (int) number;
    }

    /** @throws UsageException if {@code number} is less; the message names the option */
    static void requireAtLeast(long least, String option, long number) {
        if (number < least) {
            throw new UsageException(option + " " + number + ": expected at least " + least);
        }
    }
}
