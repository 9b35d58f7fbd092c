package io.twinlake.format;

import java.util.Optional;

/**
 * Bounds of strings, cut to a length that a log can bear. A cut lower bound stays a lower one; a cut upper bound is raised
 * by a last character that is greater than the one it replaces.
 */
final class StringBound {

    private static final int LENGTH = 32;
    private static final int MAX_LENGTH = 64;

    private StringBound() {}

    static String least(String value) {
        return value.length() <= LENGTH ? value : value.substring(0, withoutHalfPair(value, LENGTH));
    }

    /** None where no string of bearable length is greater. */
    static Optional<String> greatest(String value) {
        if (value.length() <= LENGTH) {
            return Optional.of(value);
        }
        for (int cut = withoutHalfPair(value, LENGTH);
                cut < Math.min(value.length(), MAX_LENGTH);
                cut = value.offsetByCodePoints(cut, 1)) {
            int next = value.codePointAt(cut);
            if (next < 0x7F) {
                return Optional.of(value.substring(0, cut) + '\u007f');
            }
            if (next < Character.MAX_CODE_POINT) {
                return Optional.of(value.substring(0, cut) + Character.toString(Character.MAX_CODE_POINT));
            }
        }
        return value.length() <= MAX_LENGTH ? Optional.of(value) : Optional.empty();
    }

    private static int withoutHalfPair(String value, int cut) {
        return Character.isHighSurrogate(value.charAt(cut - 1)) && Character.isLowSurrogate(value.charAt(cut))
                ? cut - 1
                : cut;
    }
}
