package io.twinlake.query;

import java.util.List;
import java.util.Random;

/** Statements over the twin table of the tests, by a seed. */
final class RandomStatement {

    private RandomStatement() {}

    static String statement(Random random) {
        String view = List.of("", ".current", ".history").get(random.nextInt(3));
        String from = random.nextInt(4) == 0
                ? "ns.aircraft" + view + " t JOIN (SELECT key AS other FROM ns.aircraft WHERE " + condition(random, "")
                        + ") ON key = other"
                : "ns.aircraft" + view + " t";
        return "SELECT key, seq, phase FROM " + from + " WHERE " + condition(random, "t.") + " ORDER BY ALL";
    }

    private static String condition(Random random, String t) {
        String simple = switch (random.nextInt(10)) {
            case 0 -> t + "key = 'it''s " + (char) ('a' + random.nextInt(7)) + "'";
            case 1 -> t + "seq BETWEEN " + random.nextInt(10) + " AND " + random.nextInt(30);
            case 2 -> t + "observed_at >= TIMESTAMPTZ '2013-01-01 00:" + (10 + random.nextInt(49)) + ":00+00'";
            case 3 -> t + "phase IN ('phase 1', 'phase " + random.nextInt(4) + "', 'none')";
            case 4 -> t + "phase IS " + (random.nextBoolean() ? "NOT " : "") + "NULL";
            case 5 -> t + "speed < " + random.nextInt(40) + ".25";
            case 6 -> t + "fare > " + random.nextInt(5) + ".5";
            case 7 -> t + "key LIKE 'it''s b%'";
            case 8 -> t + "on_ground";
            default -> t + "gate <> " + random.nextInt(7);
        };
        return switch (random.nextInt(5)) {
            case 0 -> simple + " AND (" + condition(random, t) + ")";
            case 1 -> "(" + simple + ") OR (" + condition(random, t) + ")";
            case 2 -> "NOT (" + simple + ")";
            default -> simple;
        };
    }
}
