package io.twinlake.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody who misspelled one most likely meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate fewest edits away, if that is at most a third of the word's length and one, and not all of it. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.<String>comparingInt(c -> edits(word, c)).thenComparing(Comparator.naturalOrder()))
                .filter(best -> edits(word, best) <= Math.min(word.length() / 3 + 1, word.length() - 1));
    }

    /** {@code did you mean 'x'?}, or what there is to choose from. */
    public static String remedy(String word, Collection<String> candidates) {
        return to(word, candidates)
                .map(near -> "did you mean '" + near + "'?")
                .orElseGet(() -> candidates.isEmpty()
                        ? "there is none to name here"
                        : "expected one of "
                                + String.join(", ", candidates.stream().sorted().toList()));
    }

    /** Levenshtein's distance, ignoring case. */
    private static int edits(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
