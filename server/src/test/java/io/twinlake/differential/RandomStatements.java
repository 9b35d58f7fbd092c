package io.twinlake.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Statements that change rows, in Spark's SQL, over a table and a source of the same columns, which stand there as <code>{table}</code> and <code>{source}</code>. */
final class RandomStatements {

    static final String COLUMNS = "id BIGINT, name STRING, amount INT, `value` DOUBLE, flag BOOLEAN, at TIMESTAMP,"
            + " day DATE, price DECIMAL(10,2), tags ARRAY<STRING>";
    private static final List<String> NAMES =
            List.of("'a'", "'it\\'s'", "'say \"WHEN\"'", "''", "'ü 𝒳'", "'a''b'", "NULL");

    private final Random random;

    RandomStatements(long seed) {
        this.random = new Random(seed);
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int number() {
        return random.nextInt(10);
    }

    /** An INSERT of rows whose ids are mostly different. */
    String insert(String table, int rows) {
        return "INSERT INTO " + table + " VALUES "
                + IntStream.range(0, rows)
                        .mapToObj(i -> "(" + id(i) + ", " + NAMES.get(random.nextInt(NAMES.size())) + ", "
                                + oneOf("NULL", "" + number(), "-" + number()) + ", "
                                + oneOf("NULL", number() + ".5", "1e3") + ", " + oneOf("NULL", "TRUE", "false")
                                + ", " + oneOf("NULL", "TIMESTAMP '2026-01-0" + (1 + number() % 9) + " 12:00:00'")
                                + ", "
                                + oneOf("NULL", "DATE '2026-01-0" + (1 + number() % 9) + "'") + ", "
                                + oneOf("NULL", number() + ".25", "" + number()) + ", NULL)")
                        .collect(Collectors.joining(", "));
    }

    private String id(int i) {
        int die = random.nextInt(20);
        return die == 0 ? "NULL" : die == 1 ? "" + number() : "" + (i * 2 + random.nextInt(2));
    }

    /** One that deletes, updates or merges. */
    String next() {
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM {table}" + alias("t") + where("t");
            case 1 -> "UPDATE {table}" + alias("t") + " SET " + settings("t", "t") + where("t");
            default -> merge();
        };
    }

    private String alias(String name) {
        return oneOf(" AS ", " ") + name;
    }

    private String where(String table) {
        return random.nextInt(8) == 0 ? "" : " WHERE " + condition(table, 2);
    }

    private String condition(String table, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String left = condition(table, depth - 1);
            String right = condition(table, depth - 1);
            return oneOf(
                    "(" + left + " AND " + right + ")",
                    "(" + left + " OR " + right + ")",
                    "NOT (" + left + ")",
                    "CASE WHEN " + left + " THEN " + right + " ELSE " + table + ".flag END");
        }
        String t = table + ".";
        return oneOf(
                t + "id > " + number(),
                t + "id % 2 = " + number() % 2,
                t + "amount BETWEEN -3 AND " + number(),
                t + "name = 'it\\'s'",
                t + "name LIKE '%b' /* it's not an end; WHEN */",
                t + "name IS NULL",
                t + "name IN ('a', 'say \"WHEN\"')",
                t + "`value` >= " + number() + ".5",
                t + "flag",
                t + "at < TIMESTAMP '2026-01-05 00:00:00'",
                t + "day = DATE '2026-01-03'",
                t + "price <= " + number() + ".25",
                "coalesce(" + t + "amount, 0) < " + number(),
                "length(" + t + "name) > 1 -- a comment\n");
    }

    private String settings(String table, String read) {
        List<String> columns = new ArrayList<>(List.of("name", "amount", "value", "flag", "at", "day", "price"));
        java.util.Collections.shuffle(columns, random);
        return columns.stream()
                .limit(1 + random.nextInt(3))
                .map(column -> oneOf("", table + ".") + "`" + column + "` = " + value(column, read))
                .collect(Collectors.joining(", "));
    }

    private String value(String column, String table) {
        String t = table + ".";
        return switch (column) {
            case "name" -> oneOf("NULL", "concat(" + t + "name, '!')", "'x\\ty'", "upper(" + t + "name)", t + "name");
            case "amount" -> oneOf("NULL", t + "amount + 1", "7", "CASE WHEN " + t + "id > 3 THEN 1 END");
            case "value" -> oneOf("NULL", t + "`value` * 2", "CAST(" + t + "amount AS DOUBLE)", "0.5");
            case "flag" -> oneOf("NULL", "NOT " + t + "flag", t + "id > 2", "TRUE");
            case "at" -> oneOf("NULL", "TIMESTAMP '2020-02-29 01:02:03.456'", t + "at + INTERVAL '1' DAY");
            case "day" -> oneOf("NULL", "DATE '2020-02-29'", "CAST(" + t + "at AS DATE)");
            default -> oneOf("NULL", "1.5", t + "price", "3", t + "amount");
        };
    }

    private String merge() {
        List<String> clauses = new ArrayList<>();
        clauses.addAll(some("WHEN MATCHED", this::matched));
        clauses.addAll(some("WHEN NOT MATCHED" + oneOf("", " BY TARGET"), this::notMatched));
        clauses.addAll(some("WHEN NOT MATCHED BY SOURCE", this::alone));
        if (clauses.isEmpty()) {
            clauses.add("WHEN MATCHED THEN UPDATE SET *");
        }
        return "MERGE INTO {table}" + alias("t") + " USING {source}" + alias("s") + " ON "
                + oneOf(
                        "t.id = s.id",
                        "s.id = t.id AND " + condition("t", 0),
                        "t.id = s.id AND t.name <=> s.name",
                        "t.id = s.id AND s.amount BETWEEN -5 AND 100",
                        "t.id = s.id + 1",
                        "t.name = s.name AND t.day = s.day")
                + " " + String.join("\n ", clauses);
    }

    private List<String> some(String when, java.util.function.UnaryOperator<String> action) {
        int count = random.nextInt(3);
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> {
                    boolean last = i == count - 1 && random.nextBoolean();
                    String of = when.contains("NOT MATCHED") && !when.contains("SOURCE")
                            ? "s"
                            : when.contains("SOURCE") ? "t" : oneOf("t", "s");
                    return when + (last ? "" : " AND " + condition(of, 1)) + " THEN " + action.apply(of);
                })
                .toList();
    }

    private String matched(String any) {
        return oneOf("DELETE", "UPDATE SET *", "UPDATE SET " + settings("t", oneOf("t", "s")));
    }

    private String notMatched(String source) {
        return oneOf(
                "INSERT *",
                "INSERT (id, name, price) VALUES (s.id, " + value("name", "s") + ", " + value("price", "s") + ")",
                "INSERT (`value`, id) VALUES (" + value("value", "s") + ", s.id + 100)");
    }

    private String alone(String target) {
        return oneOf("DELETE", "UPDATE SET " + settings("t", "t"));
    }
}
