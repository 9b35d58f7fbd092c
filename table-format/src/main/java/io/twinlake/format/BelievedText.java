package io.twinlake.format;

/**
 * How far a bound that is a string is believed. By UTF-16, in which some writers compare and cut, a character beyond the
 * basic plane is less than one from U+E000 on; by the protocol's order, that of UTF-8 and of code points, it is greater.
 */
final class BelievedText {

    private static final char FIRST_ABOVE_SURROGATES = '\uE000';
    private static final char REPLACEMENT = '\uFFFD';
    /** What is put in the place of a half of a pair that can't be encoded. */
    private static final char TORN = '?';

    private static final String GREATEST = Character.toString(Character.MAX_CODE_POINT);

    private BelievedText() {}

    static String lower(String written) {
        for (int at = 0; at < written.length(); at++) {
            if (isPair(written, at)) {
                return written.substring(0, at) + FIRST_ABOVE_SURROGATES;
            }
            if (Character.isSurrogate(written.charAt(at))) {
                return written.substring(0, at);
            }
        }
        return written;
    }

    static String upper(String written) {
        for (int at = 0; at < written.length(); at++) {
            char c = written.charAt(at);
            if (isPair(written, at)) {
                at++;
            } else if (Character.isSurrogate(c) || c >= FIRST_ABOVE_SURROGATES || isTorn(written, at)) {
                return written.substring(0, at) + GREATEST;
            }
        }
        return written;
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    /** A half of a pair before the character by which the cut string was raised. */
    private static boolean isTorn(String text, int at) {
        return text.charAt(at) == TORN && at + 2 == text.length() && text.charAt(at + 1) == REPLACEMENT;
    }

    /** Beginning with the first character that {@link #upper} could have put another in the place of. */
    static String reachingUp(String text) {
        int at = firstAboveSurrogates(text);
        return at < 0 ? text : text.substring(0, at) + (isPair(text, at) ? TORN : FIRST_ABOVE_SURROGATES);
    }

    /** Beginning with the first character that {@link #lower} could have put another in the place of. */
    static String reachingDown(String text) {
        int at = firstAboveSurrogates(text);
        return at < 0 ? text : text.substring(0, at) + GREATEST;
    }

    private static int firstAboveSurrogates(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) >= FIRST_ABOVE_SURROGATES || isPair(text, at)) {
                return at;
            }
        }
        return -1;
    }
}
