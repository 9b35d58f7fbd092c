package io.twinlake.twin;

import java.util.List;
import java.util.Random;

/** Makes formulas of a wanted type that both Spark SQL and ours can read; the same seed makes the same ones. */
final class FormulaGenerator {

    private final Random random;

    FormulaGenerator(long seed) {
        this.random = new Random(seed);
    }

    String formula(ValueType type, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return leaf(type);
        }
        if (random.nextInt(6) == 0) {
            return anyType(type, depth - 1);
        }
        return switch (type) {
            case BOOLEAN -> condition(depth - 1);
            case INT -> whole(depth - 1);
            case LONG -> wide(depth - 1);
            case DOUBLE -> number(depth - 1);
            case STRING -> text(depth - 1);
            case TIMESTAMP -> time(depth - 1);
            case DATE -> date(depth - 1);
            case INTERVAL -> interval(depth - 1);
            case GEO_POINT -> throw new IllegalArgumentException("Spark has no points");
        };
    }

    private String leaf(ValueType type) {
        return switch (type) {
            case BOOLEAN -> one("b", "c", "TRUE", "FALSE");
            case INT -> one("i", "j", "0", "1", "-1", "3", "100", "2147483647");
            case LONG -> one("k", "m", "3000000000", "9223372036854775807");
            case DOUBLE -> one("x", "y", "0E0", "1.5E0", "-2.25E0", "1E300", "3E-5");
            case STRING -> one("s", "t", "''", "'a'", "'Ab c'", "' 12 '", "'é😀'", "'2013-02-28'", "'it''s'");
            case TIMESTAMP -> one("ts", "us", "TIMESTAMP '2013-01-31 23:59:59.999999'");
            case DATE -> one("d", "DATE '2012-02-29'");
            case INTERVAL -> one("INTERVAL '1.5' SECOND", "INTERVAL '2' DAY", "INTERVAL '1:30' HOUR TO MINUTE");
            case GEO_POINT -> throw new IllegalArgumentException("Spark has no points");
        };
    }

    private String anyType(ValueType type, int d) {
        String a = formula(type, d);
        String b = formula(type, d);
        String c = formula(ValueType.BOOLEAN, d);
        return switch (random.nextInt(type == ValueType.BOOLEAN || type == ValueType.INTERVAL ? 4 : 6)) {
            case 0 -> "coalesce(" + a + ", " + b + ")";
            case 1 -> "nullif(" + a + ", " + b + ")";
            case 2 -> "if(" + c + ", " + a + ", " + b + ")";
            case 3 ->
                "CASE WHEN " + c + " THEN " + a + " WHEN " + formula(ValueType.BOOLEAN, d) + " THEN " + b + " END";
            case 4 -> "greatest(" + a + ", " + b + ")";
            default -> "least(" + a + ", " + b + ")";
        };
    }

    private String condition(int d) {
        ValueType type = pick(List.of(
                ValueType.INT,
                ValueType.LONG,
                ValueType.DOUBLE,
                ValueType.STRING,
                ValueType.TIMESTAMP,
                ValueType.DATE));
        String a = formula(type, d);
        String b = formula(type, d);
        String s = formula(ValueType.STRING, d);
        return switch (random.nextInt(10)) {
            case 0, 1 -> "(" + a + " " + one("=", "<>", "<", "<=", ">", ">=") + " " + b + ")";
            case 2 -> "(" + formula(ValueType.BOOLEAN, d) + one(" AND ", " OR ") + formula(ValueType.BOOLEAN, d) + ")";
            case 3 -> "(NOT " + formula(ValueType.BOOLEAN, d) + ")";
            case 4 -> "(" + a + one(" IN (", " NOT IN (") + b + ", " + leaf(type) + "))";
            case 5 -> "(" + a + one(" BETWEEN ", " NOT BETWEEN ") + leaf(type) + " AND " + b + ")";
            case 6 -> "(" + a + one(" IS NULL", " IS NOT NULL") + ")";
            case 7 -> "(" + a + one(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ", " <=> ") + b + ")";
            case 8 ->
                "(" + s + one(" LIKE ", " NOT LIKE ", " RLIKE ") + one("'%a%'", "'A_ %'", "'_'", "'^A.*c$'") + ")";
            default -> one("contains(", "startswith(", "endswith(") + s + ", " + leaf(ValueType.STRING) + ")";
        };
    }

    private String whole(int d) {
        String a = formula(ValueType.INT, d);
        return switch (random.nextInt(9)) {
            case 0, 1 -> "(" + a + one(" + ", " - ", " * ", " % ") + formula(ValueType.INT, d) + ")";
            case 2 -> one("length(", "char_length(") + formula(ValueType.STRING, d) + ")";
            case 3 -> "instr(" + formula(ValueType.STRING, d) + ", " + leaf(ValueType.STRING) + ")";
            case 4 ->
                one(
                                "year(",
                                "month(",
                                "day(",
                                "hour(",
                                "minute(",
                                "second(",
                                "quarter(",
                                "dayofweek(",
                                "dayofyear(",
                                "weekofyear(")
                        + formula(ValueType.TIMESTAMP, d) + ")";
            case 5 ->
                "CAST(" + formula(pick(List.of(ValueType.DOUBLE, ValueType.LONG, ValueType.BOOLEAN)), d) + " AS INT)";
            case 6 -> one("CAST(", "TRY_CAST(") + formula(ValueType.STRING, d) + " AS INT)";
            case 7 -> "datediff(" + formula(ValueType.DATE, d) + ", " + formula(ValueType.DATE, d) + ")";
            default -> one("abs(", "(- ") + a + ")";
        };
    }

    private String wide(int d) {
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                "(" + formula(ValueType.LONG, d) + one(" + ", " - ", " * ", " % ")
                        + formula(pick(List.of(ValueType.LONG, ValueType.INT)), d) + ")";
            case 2 -> one("floor(", "ceil(") + formula(ValueType.DOUBLE, d) + ")";
            case 3 -> one("unix_seconds(", "unix_millis(", "unix_micros(") + formula(ValueType.TIMESTAMP, d) + ")";
            case 4 ->
                "CAST(" + formula(pick(List.of(ValueType.DOUBLE, ValueType.STRING, ValueType.TIMESTAMP)), d)
                        + " AS BIGINT)";
            default -> "abs(" + formula(ValueType.LONG, d) + ")";
        };
    }

    private String number(int d) {
        String a = formula(ValueType.DOUBLE, d);
        ValueType any = pick(List.of(ValueType.DOUBLE, ValueType.INT, ValueType.LONG));
        return switch (random.nextInt(9)) {
            case 0, 1 -> "(" + a + one(" + ", " - ", " * ", " / ", " % ") + formula(any, d) + ")";
            case 2 ->
                "(" + formula(ValueType.INT, d) + " / " + formula(any == ValueType.LONG ? any : ValueType.INT, d) + ")";
            case 3 -> "round(" + a + ", " + one("0", "1", "2", "-1") + ")";
            case 4 -> one("abs(", "sqrt(", "ln(", "log10(", "exp(", "sign(", "radians(", "degrees(", "cbrt(") + a + ")";
            case 5 -> one("pow(", "atan2(") + a + ", " + leaf(ValueType.DOUBLE) + ")";
            case 6 -> one("sin(", "cos(", "tan(", "atan(") + a + ")";
            case 7 -> one("CAST(", "TRY_CAST(") + formula(ValueType.STRING, d) + " AS DOUBLE)";
            default -> "CAST(" + formula(any, d) + " AS DOUBLE)";
        };
    }

    private String text(int d) {
        String a = formula(ValueType.STRING, d);
        return switch (random.nextInt(9)) {
            case 0 -> "concat(" + a + ", " + formula(ValueType.STRING, d) + ")";
            case 1 -> "(" + a + " || " + leaf(ValueType.STRING) + ")";
            case 2 -> one("lower(", "upper(", "trim(", "ltrim(", "rtrim(", "reverse(") + a + ")";
            case 3 -> "substring(" + a + ", " + one("-3", "-1", "0", "1", "2", "9") + one(")", ", 2)", ", -1)", ", 9)");
            case 4 -> "replace(" + a + ", " + leaf(ValueType.STRING) + ", 'z')";
            case 5 -> "split_part(" + a + ", " + one("' '", "'b'", "','") + ", " + one("1", "2", "-1", "5") + ")";
            case 6 -> one("left(", "right(") + a + ", " + one("0", "1", "3", "-2") + ")";
            case 7 ->
                "CAST("
                        + formula(
                                pick(List.of(
                                        ValueType.INT,
                                        ValueType.LONG,
                                        ValueType.DOUBLE,
                                        ValueType.BOOLEAN,
                                        ValueType.TIMESTAMP,
                                        ValueType.DATE)),
                                d)
                        + " AS STRING)";
            default -> "regexp_replace(" + a + ", '[a-c]+', '<$0>')";
        };
    }

    private String time(int d) {
        return switch (random.nextInt(6)) {
            case 0 -> "(" + formula(ValueType.TIMESTAMP, d) + one(" + ", " - ") + formula(ValueType.INTERVAL, d) + ")";
            case 1 ->
                "date_trunc('"
                        + one(
                                "year",
                                "quarter",
                                "month",
                                "week",
                                "day",
                                "hour",
                                "minute",
                                "second",
                                "millisecond",
                                "microsecond")
                        + "', " + formula(ValueType.TIMESTAMP, d) + ")";
            case 2 -> "timestamp_millis(" + leaf(ValueType.LONG) + ")";
            case 3 -> "timestamp_seconds(" + formula(ValueType.INT, d) + ")";
            case 4 -> "CAST(" + formula(ValueType.DATE, d) + " AS TIMESTAMP)";
            default -> one("CAST(", "TRY_CAST(") + formula(ValueType.STRING, d) + " AS TIMESTAMP)";
        };
    }

    private String date(int d) {
        return switch (random.nextInt(3)) {
            case 0 -> "CAST(" + formula(ValueType.TIMESTAMP, d) + " AS DATE)";
            case 1 -> "date_add(" + formula(ValueType.DATE, d) + ", " + one("1", "-40", "365") + ")";
            default -> one("CAST(", "TRY_CAST(") + formula(ValueType.STRING, d) + " AS DATE)";
        };
    }

    private String interval(int d) {
        String a = formula(ValueType.INTERVAL, d);
        return switch (random.nextInt(5)) {
            case 0 -> "(" + a + one(" + ", " - ") + formula(ValueType.INTERVAL, d) + ")";
            case 1 -> "(" + a + one(" * ", " / ") + formula(pick(List.of(ValueType.INT, ValueType.DOUBLE)), d) + ")";
            case 2 -> "abs(" + a + ")";
            default -> "(" + formula(ValueType.TIMESTAMP, d) + " - " + formula(ValueType.TIMESTAMP, d) + ")";
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
