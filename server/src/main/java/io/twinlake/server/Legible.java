package io.twinlake.server;

import java.util.Locale;
import java.util.function.IntFunction;

/** Text of others on a terminal: what would move its cursor, colour it or turn its letters round is shown, not obeyed. */
final class Legible {

    private Legible() {}

    /** A text in which only tabs and the ends of lines are obeyed; other control characters are as {@code \\u001b}. */
    static String text(String text) {
        return replaced(text, "\t\n", Legible::escape);
    }

    /** A text in one line; control characters are blanks. */
    static String line(String text) {
        return replaced(text, "", c -> " ");
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, "\\u%04x", c);
    }

    private static String replaced(String text, String obeyed, IntFunction<String> replacement) {
        if (text.chars().noneMatch(Legible::isControl)) {
            return text;
        }
        StringBuilder legible = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean endsLine =
                    c == '\r' && obeyed.indexOf('\n') >= 0 && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (isControl(c) && obeyed.indexOf(c) < 0 && !endsLine) {
                legible.append(replacement.apply(c));
            } else {
                legible.append(c);
            }
        }
        return legible.toString();
    }

    /** Also what turns the direction of writing. */
    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }
}
