package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A column by its name, or a field of a struct by the names that lead to it, as one text: the parts are joined by dots,
 * and a part that holds a dot or a backquote stands in backquotes, with each backquote in it doubled. So {@code `a.b`}
 * is a column of that name and {@code a.b} the field {@code b} of the struct {@code a}.
 *
 * @param parts the names from the top column down, at least one
 */
public record ColumnPath(List<String> parts) {

    private static final char QUOTE = '`';

    public ColumnPath {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a column's path has no names; expected one at least");
        }
    }

    /** The text that names exactly this column in a {@link Predicate}. */
    public static String text(String... parts) {
        return new ColumnPath(List.of(parts)).toString();
    }

    /** The path that a text with backquotes states; empty if its backquotes don't pair up around whole names. */
    static Optional<ColumnPath> parseQuoted(String text) {
        List<String> parts = new ArrayList<>();
        for (int at = 0; at <= text.length(); ) {
            int end = endOfPart(text, at);
            if (end <= at || (end < text.length() && text.charAt(end) != '.')) {
                return Optional.empty();
            }
            parts.add(unquoted(text.substring(at, end)));
            at = end + 1;
        }
        return Optional.of(new ColumnPath(parts));
    }

    /** Where the part that begins at {@code start} ends; -1 if its backquote is not closed. */
    private static int endOfPart(String text, int start) {
        if (start == text.length() || text.charAt(start) != QUOTE) {
            int dot = text.indexOf('.', start);
            int end = dot < 0 ? text.length() : dot;
            return text.substring(start, end).indexOf(QUOTE) < 0 ? end : -1;
        }
        int quote = text.indexOf(QUOTE, start + 1);
        while (quote >= 0 && quote + 1 < text.length() && text.charAt(quote + 1) == QUOTE) {
            quote = text.indexOf(QUOTE, quote + 2);
        }
        return quote < 0 ? -1 : quote + 1;
    }

    private static String unquoted(String part) {
        return part.charAt(0) == QUOTE ? part.substring(1, part.length() - 1).replace("``", "`") : part;
    }

    private static String quoted(String part) {
        return part.indexOf('.') < 0 && part.indexOf(QUOTE) < 0 ? part : QUOTE + part.replace("`", "``") + QUOTE;
    }

    /** As a predicate names it. */
    @Override
    public String toString() {
        return parts.stream().map(ColumnPath::quoted).collect(Collectors.joining("."));
    }
}
