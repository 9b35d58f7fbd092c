package io.twinlake.twin;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts, counted in code points. */
final class TextFunctions {

    private TextFunctions() {}

    static void addTo(FunctionTable.Builder table) {
        table.section("Texts");
        table.add(
                "concat(x, …)",
                "one after the other, as x || y; null if one is null",
                1,
                64,
                a -> concatenated(texts(a)));
        table.add("length(x)", "characters", 1, 1, TextFunctions::length);
        table.add("char_length(x)", "characters", 1, 1, TextFunctions::length);
        table.add("lower(x)", "in lower case", 1, 1, a -> unary(a, s -> s.toLowerCase(Locale.ROOT)));
        table.add("upper(x)", "in upper case", 1, 1, a -> unary(a, s -> s.toUpperCase(Locale.ROOT)));
        table.add("trim(x)", "without blanks at both ends", 1, 1, a -> unary(a, s -> rightTrim(leftTrim(s))));
        table.add("ltrim(x)", "without blanks in front", 1, 1, a -> unary(a, TextFunctions::leftTrim));
        table.add("rtrim(x)", "without blanks at the end", 1, 1, a -> unary(a, TextFunctions::rightTrim));
        table.add(
                "reverse(x)",
                "backwards",
                1,
                1,
                a -> unary(a, s -> new StringBuilder(s).reverse().toString()));
        table.add("substring(x, from[, count])", "from 1, or from the end if negative", 2, 3, TextFunctions::substring);
        table.add("substr(x, from[, count])", "as substring", 2, 3, TextFunctions::substring);
        table.add(
                "left(x, count)",
                "the first characters",
                2,
                2,
                a -> cut(a.text(0), Constant.word(ValueType.LONG, 1), a.whole(1)));
        table.add("right(x, count)", "the last characters", 2, 2, TextFunctions::right);
        searching(table);
    }

    private static void searching(FunctionTable.Builder table) {
        table.add("replace(x, what, by)", "every occurrence replaced", 3, 3, TextFunctions::replace);
        table.add(
                "split_part(x, separator, n)",
                "the nth part, from the end if negative; '' beyond",
                3,
                3,
                a -> splitPart(a));
        table.add("contains(x, y)", "whether y is in x", 2, 2, a -> test(a, String::contains));
        table.add("startswith(x, y)", "whether x starts with y", 2, 2, a -> test(a, String::startsWith));
        table.add("endswith(x, y)", "whether x ends with y", 2, 2, a -> test(a, String::endsWith));
        table.add("instr(x, y)", "where y is first in x, from 1; 0 if nowhere", 2, 2, TextFunctions::instr);
        table.add("regexp_like(x, regex)", "as x RLIKE regex", 2, 2, a -> Patterns.find(a.text(0), a.text(1)));
        table.add("regexp_extract(x, regex, group)", "the group of the first match; '' without", 3, 3, a -> extract(a));
        table.add(
                "regexp_replace(x, regex, by)", "every match replaced, $1 for groups", 3, 3, TextFunctions::replaceAll);
    }

    static Expression concatenated(List<Expression> texts) {
        Expression[] parts = texts.toArray(Expression[]::new);
        return Nodes.ofText(at -> {
            StringBuilder all = new StringBuilder();
            for (Expression part : parts) {
                String text = part.evalText(at);
                if (text == null) {
                    return null;
                }
                all.append(text);
            }
            return all.toString();
        });
    }

    private static List<Expression> texts(Arguments a) throws FormulaMistake {
        var texts = new java.util.ArrayList<Expression>();
        for (int i = 0; i < a.size(); i++) {
            texts.add(a.text(i));
        }
        return texts;
    }

    private static Expression unary(Arguments a, UnaryOperator<String> op) throws FormulaMistake {
        Expression x = a.text(0);
        return Nodes.ofText(at -> {
            String text = x.evalText(at);
            return text == null ? null : op.apply(text);
        });
    }

    private interface TextTest {
        boolean of(String x, String y);
    }

    private static Expression test(Arguments a, TextTest test) throws FormulaMistake {
        Expression first = a.text(0);
        Expression second = a.text(1);
        return Nodes.ofBoolean(at -> {
            String x = first.evalText(at);
            String y = x == null ? null : second.evalText(at);
            return x != null && y != null && test.of(x, y);
        });
    }

    private static Expression length(Arguments a) throws FormulaMistake {
        Expression x = a.text(0);
        return Nodes.ofLong(ValueType.INT, at -> {
            String text = x.evalText(at);
            return text == null ? 0 : text.codePointCount(0, text.length());
        });
    }

    private static String leftTrim(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        return text.substring(start);
    }

    private static String rightTrim(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    private static Expression substring(Arguments a) throws FormulaMistake {
        Expression count = a.size() > 2 ? a.whole(2) : Constant.word(ValueType.LONG, Integer.MAX_VALUE);
        return cut(a.text(0), a.whole(1), count);
    }

    private static Expression right(Arguments a) throws FormulaMistake {
        Expression x = a.text(0);
        Expression count = a.whole(1);
        return Nodes.ofText(at -> {
            String text = x.evalText(at);
            long n = text == null ? 0 : count.evalLong(at);
            if (text == null || at.wasNull()) {
                return null;
            }
            return n <= 0 ? "" : slice(text, -n, Integer.MAX_VALUE);
        });
    }

    private static Expression cut(Expression x, Expression from, Expression count) {
        return Nodes.ofText(at -> {
            String text = x.evalText(at);
            if (text == null) {
                return null;
            }
            long start = from.evalLong(at);
            if (at.wasNull()) {
                return null;
            }
            long n = count.evalLong(at);
            return at.wasNull() ? null : slice(text, start, n);
        });
    }

    /** Counted in code points; 0 is as 1; a start before the text takes from the count. */
    static String slice(String text, long from, long count) {
        long length = text.codePointCount(0, text.length());
        long start = from > 0 ? from - 1 : from < 0 ? length + from : 0;
        long end = Math.min(length, start + Math.min(count, Integer.MAX_VALUE));
        start = Math.max(0, start);
        if (start >= end) {
            return "";
        }
        int first = text.offsetByCodePoints(0, (int) start);
        return text.substring(first, text.offsetByCodePoints(first, (int) (end - start)));
    }

    private static Expression replace(Arguments a) throws FormulaMistake {
        return ternary(a, (x, what, by) -> what.isEmpty() ? x : x.replace(what, by));
    }

    private static Expression replaceAll(Arguments a) throws FormulaMistake {
        Expression value = a.text(0);
        Expression replacement = a.text(2);
        Patterns.Compiled compiled = Patterns.compiled(a.text(1), Pattern::compile);
        return Nodes.ofText(at -> {
            String x = value.evalText(at);
            Pattern pattern = x == null ? null : compiled.of(at);
            String by = pattern == null ? null : replacement.evalText(at);
            return x == null || pattern == null || by == null
                    ? null
                    : Patterns.matched(pattern, x, matcher -> matcher.replaceAll(by));
        });
    }

    private interface Ternary {
        String of(String x, String y, String z);
    }

    private static Expression ternary(Arguments a, Ternary op) throws FormulaMistake {
        Expression first = a.text(0);
        Expression second = a.text(1);
        Expression third = a.text(2);
        return Nodes.ofText(at -> {
            String x = first.evalText(at);
            String y = x == null ? null : second.evalText(at);
            String z = y == null ? null : third.evalText(at);
            return x == null || y == null || z == null ? null : op.of(x, y, z);
        });
    }

    private static Expression splitPart(Arguments a) throws FormulaMistake {
        Expression value = a.text(0);
        Expression separator = a.text(1);
        Expression number = a.whole(2);
        return Nodes.ofText(at -> {
            String x = value.evalText(at);
            String by = x == null ? null : separator.evalText(at);
            long n = by == null ? 0 : number.evalLong(at);
            return x == null || by == null || at.wasNull() ? null : part(x, by, n);
        });
    }

    private static String part(String text, String separator, long n) {
        if (n == 0) {
            throw new IllegalArgumentException("split_part counts from 1, or from -1 at the end, not 0");
        }
        String[] parts = separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
        long index = n > 0 ? n - 1 : parts.length + n;
        return index < 0 || index >= parts.length ? "" : parts[(int) index];
    }

    private static Expression instr(Arguments a) throws FormulaMistake {
        Expression first = a.text(0);
        Expression second = a.text(1);
        return Nodes.ofLong(ValueType.INT, at -> {
            String x = first.evalText(at);
            String y = x == null ? null : second.evalText(at);
            return x == null || y == null
                    ? 0
                    : x.codePointCount(0, Math.max(0, x.indexOf(y))) + (x.contains(y) ? 1 : 0);
        });
    }

    private static Expression extract(Arguments a) throws FormulaMistake {
        Expression value = a.text(0);
        Expression group = a.whole(2);
        Patterns.Compiled compiled = Patterns.compiled(a.text(1), Pattern::compile);
        return Nodes.ofText(at -> {
            String x = value.evalText(at);
            Pattern pattern = x == null ? null : compiled.of(at);
            long n = pattern == null ? 0 : group.evalLong(at);
            return x == null || pattern == null || at.wasNull()
                    ? null
                    : Patterns.matched(pattern, x, matcher -> group(matcher, n));
        });
    }

    private static String group(Matcher matcher, long n) {
        if (n < 0 || n > matcher.groupCount()) {
            throw new IllegalArgumentException("the pattern has no group " + n + " but " + matcher.groupCount());
        }
        String found = matcher.find() ? matcher.group((int) n) : "";
        return found == null ? "" : found;
    }
}
