package io.twinlake.twin;

import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A formula's text, made ready for Calcite's parser: names in scope and names of functions are quoted, so that none of
 * SQL's several hundred reserved words (timestamp, position, at, value …) is taken from users. Keeps where each
 * character came from.
 */
final class FormulaText {

    /** Words that mean SQL's own wherever they stand. */
    private static final Set<String> GRAMMAR = Set.of(
            "and",
            "or",
            "not",
            "is",
            "null",
            "case",
            "when",
            "then",
            "else",
            "end",
            "between",
            "like",
            "ilike",
            "rlike",
            "as",
            "from",
            "true",
            "false",
            "distinct",
            "interval",
            "cast",
            "try_cast",
            "extract",
            "escape",
            "in",
            "exists",
            "to");

    /** Spark's operator for which Calcite's parser has words alone. */
    private static final String NULL_SAFE_EQUAL = "<=>";

    /** A character becomes three at most where its name is quoted, and eight where it is of an operator. */
    private static final int MOST_GROWTH = 8;

    private static final String NOT_DISTINCT = " IS NOT DISTINCT FROM ";

    /** How far a word is looked at to either side: it holds {@code INTERVAL '…'} and blanks. */
    private static final int LONGEST_INTERVAL = 256;

    private final String original;
    private final StringBuilder quoted = new StringBuilder();
    private final int[] origin;

    FormulaText(String original, Predicate<String> inScope) {
        this.original = original;
        this.origin = new int[original.length() * MOST_GROWTH + 1];
        for (int i = 0; i < original.length(); ) {
            char c = original.charAt(i);
            if (original.startsWith(NULL_SAFE_EQUAL, i)) {
                replace(i, NOT_DISTINCT);
                i += NULL_SAFE_EQUAL.length();
                continue;
            }
            int end = c == '\'' || c == '`' || c == '"' ? closing(i) : startsName(c) ? endOfName(i) : i + 1;
            boolean name = startsName(c) && isName(i, end, inScope);
            append(i, end, name);
            i = end;
        }
        origin[quoted.length()] = original.length();
    }

    String quoted() {
        return quoted.toString();
    }

    /** The place in the original of a line and a column, from 1, of the quoted text. */
    int offset(int line, int column) {
        int start = 0;
        for (int l = 1; l < line; l++) {
            start = quoted.indexOf("\n", start) + 1;
        }
        int at = Math.max(0, Math.min(start + column - 1, quoted.length()));
        return origin[at];
    }

    private void replace(int from, String words) {
        for (int i = 0; i < words.length(); i++) {
            origin[quoted.length()] = from;
            quoted.append(words.charAt(i));
        }
    }

    private void append(int from, int to, boolean quote) {
        if (quote) {
            origin[quoted.length()] = from;
            quoted.append('`');
        }
        for (int i = from; i < to; i++) {
            origin[quoted.length()] = i;
            quoted.append(original.charAt(i));
        }
        if (quote) {
            origin[quoted.length()] = to - 1;
            quoted.append('`');
        }
    }

    private boolean isName(int from, int to, Predicate<String> inScope) {
        String word = original.substring(from, to);
        String lower = word.toLowerCase(Locale.ROOT);
        char next = nextAfter(to);
        if (next == '.' || (from > 0 && original.charAt(from - 1) == '.')) {
            return true;
        }
        if (GRAMMAR.contains(lower)) {
            return false;
        }
        if (next == '(') {
            return true;
        }
        return inScope.test(word) && next != '\'' && !endsIntervalOrStartsExtract(from, to);
    }

    /** {@code '60' SECOND} and {@code EXTRACT(HOUR FROM …)}: a unit, even if a field has that name. */
    private boolean endsIntervalOrStartsExtract(int from, int to) {
        String before =
                original.substring(Math.max(0, from - LONGEST_INTERVAL), from).stripTrailing();
        if (before.endsWith("'") && before.toLowerCase(Locale.ROOT).matches("(?s).*\\binterval\\s*'[^']*'")) {
            return true;
        }
        String behind = original.substring(to, Math.min(original.length(), to + LONGEST_INTERVAL));
        return behind.stripLeading().toLowerCase(Locale.ROOT).startsWith("from ");
    }

    private char nextAfter(int i) {
        int at = i;
        while (at < original.length() && Character.isWhitespace(original.charAt(at))) {
            at++;
        }
        return at < original.length() ? original.charAt(at) : ' ';
    }

    /** The end of quoted text; a doubled quote stays inside it. */
    private int closing(int start) {
        int end = original.indexOf(original.charAt(start), start + 1);
        return end < 0 ? original.length() : end + 1;
    }

    private int endOfName(int start) {
        int end = start;
        while (end < original.length()
                && (startsName(original.charAt(end)) || Character.isDigit(original.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean startsName(char c) {
        return Character.isLetter(c) || c == '_';
    }
}
