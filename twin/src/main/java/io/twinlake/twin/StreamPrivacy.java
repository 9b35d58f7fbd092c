package io.twinlake.twin;

import java.util.Locale;
import java.util.Map;

/**
 * What of a stream's events nobody may see.
 *
 * @param fields what happens to each private field, by its name
 * @param dropsUnknown whether dead letters keep nothing of fields that are not declared
 */
public record StreamPrivacy(Map<String, Privacy> fields, boolean dropsUnknown) {

    public StreamPrivacy {
        fields = Map.copyOf(fields);
    }

    /**
     * A field's name as privacy knows it: whoever writes {@code EMAIL} or {@code "email "} for {@code email} means the
     * same field, and does not make it public. Blanks and characters without a shape at both ends don't count.
     */
    public static String known(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isBlank(name.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
