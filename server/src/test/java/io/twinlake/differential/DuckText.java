package io.twinlake.differential;

import io.twinlake.format.Predicate;
import java.util.regex.Pattern;

/** A predicate as DuckDB takes it: as it shows itself, but for numbers without digits and beginnings of strings. */
final class DuckText {

    private static final Pattern NO_DIGITS = Pattern.compile("(?<= |\\(|^)(NaN|-?Infinity)(?=$|\\)|,| )");
    private static final Pattern BEGINNING = Pattern.compile("(\\w+) starts with ('(?:[^']|'')*')");

    private DuckText() {}

    static String of(Predicate predicate) {
        String numbers = NO_DIGITS.matcher(predicate.toString()).replaceAll("'$1'");
        return BEGINNING.matcher(numbers).replaceAll("starts_with($1, $2)");
    }
}
