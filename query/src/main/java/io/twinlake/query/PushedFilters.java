package io.twinlake.query;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import io.twinlake.format.Schema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the filters that DuckDB's plan shows at a scan back into predicates, to prune files by. Only what is read beyond
 * doubt counts; everything else is taken as true, which prunes nothing and is never wrong. In particular DuckDB prints a
 * mixture of AND and OR without brackets: that is not read.
 */
final class PushedFilters {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern TEXT =
            Pattern.compile("'((?:[^']|'')*+)'(?:::(DATE|TIMESTAMP WITH TIME ZONE|TIMESTAMP))?", Pattern.DOTALL);
    private static final String OPTIONAL = "optional: ";

    private static final Pattern COLUMN = Pattern.compile(SqlViews.EMPTY_TABLE_COLUMN + "(\\d+)");
    private static final Pattern PLAIN_NAME = Pattern.compile("\\w+");

    private final Schema schema;
    private final List<String> unclear;

    PushedFilters(Schema schema) {
        this.schema = schema;
        this.unclear = IntStream.range(0, schema.size())
                .filter(column -> !hasPlainNames(schema.field(column).type()))
                .mapToObj(column -> SqlViews.EMPTY_TABLE_COLUMN + column + ".")
                .toList();
    }

    /** Whether no name of a field inside could be taken for a part of a condition. */
    private static boolean hasPlainNames(DataType type) {
        if (type instanceof DataType.Struct struct) {
            return struct.fields().stream()
                    .allMatch(field -> PLAIN_NAME.matcher(field.name()).matches() && hasPlainNames(field.type()));
        }
        return !(type instanceof DataType.Array array && !hasPlainNames(array.element()))
                && !(type instanceof DataType.MapOf map && !(hasPlainNames(map.key()) && hasPlainNames(map.value())));
    }

    /** What holds for every row that passes the filters of one scan. */
    Predicate parse(List<String> filters) {
        List<Predicate> read = new ArrayList<>();
        filters.forEach(filter -> filter(filter).ifPresent(read::add));
        return read.isEmpty() ? Predicate.TRUE : new Predicate.And(read);
    }

    private Optional<Predicate> filter(String filter) {
        if (unclear.stream().anyMatch(filter::contains)) {
            return Optional.empty();
        }
        String body = filter.startsWith(OPTIONAL) ? filter.substring(OPTIONAL.length()) : filter;
        Optional<List<String>> either = split(body, " OR ");
        Optional<List<String>> both = split(body, " AND ");
        if (either.isEmpty()
                || both.isEmpty()
                || (either.get().size() > 1 && both.get().size() > 1)) {
            return Optional.empty();
        }
        if (either.get().size() > 1) {
            List<Optional<Predicate>> parts =
                    either.get().stream().map(this::condition).toList();
            return parts.stream().allMatch(Optional::isPresent)
                    ? Optional.of(new Predicate.Or(
                            parts.stream().map(Optional::orElseThrow).toList()))
                    : Optional.empty();
        }
        List<Predicate> parts = both.get().stream()
                .map(this::condition)
                .flatMap(Optional::stream)
                .toList();
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Predicate.And(parts));
    }

    /** Cuts at a word that stands in no text and in no brackets; empty where quotes or brackets don't match. */
    private static Optional<List<String>> split(String text, String word) {
        List<String> parts = new ArrayList<>();
        boolean inText = false;
        int depth = 0;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'') {
                inText = !inText;
            } else if (!inText && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            } else if (!inText && depth == 0 && text.startsWith(word, at)) {
                parts.add(text.substring(from, at));
                from = at + word.length();
                at = from - 1;
            }
        }
        parts.add(text.substring(from));
        return inText || depth != 0 ? Optional.empty() : Optional.of(parts);
    }

    private Optional<Predicate> condition(String text) {
        Matcher column = COLUMN.matcher(text);
        if (!column.lookingAt()) {
            return Optional.empty();
        }
        Field field = schema.field(Integer.parseInt(column.group(1)));
        return condition(field, ColumnPath.text(field.name()), text.substring(column.end()));
    }

    private static Optional<Predicate> condition(Field field, String path, String rest) {
        if (rest.equals(" IS NULL")) {
            return Optional.of(new Predicate.IsNull(path));
        }
        if (rest.equals(" IS NOT NULL")) {
            return Optional.of(Predicate.not(new Predicate.IsNull(path)));
        }
        if (rest.startsWith(" IN (") && rest.endsWith(")")) {
            return in(field, path, rest.substring(" IN (".length(), rest.length() - 1));
        }
        for (Comparison comparison : Comparison.values()) {
            if (rest.startsWith(comparison.sign)) {
                return literal(field, rest.substring(comparison.sign.length()))
                        .map(literal -> new Predicate.Compare(path, comparison.operator, literal));
            }
        }
        return Optional.empty();
    }

    private static Optional<Predicate> in(Field field, String path, String list) {
        return split(list, ", ")
                .map(texts -> texts.stream().map(text -> literal(field, text)).toList())
                .filter(literals -> literals.stream().allMatch(Optional::isPresent))
                .map(literals -> new Predicate.In(
                        path, literals.stream().map(Optional::orElseThrow).toList()));
    }

    /** In an order in which none is found that is only the beginning of what is there. */
    private enum Comparison {
        AT_LEAST(">=", Operator.AT_LEAST),
        AT_MOST("<=", Operator.AT_MOST),
        NOT_EQUAL("!=", Operator.NOT_EQUAL),
        EQUAL("=", Operator.EQUAL),
        GREATER(">", Operator.GREATER),
        LESS("<", Operator.LESS);

        private final String sign;
        private final Operator operator;

        Comparison(String sign, Operator operator) {
            this.sign = sign;
            this.operator = operator;
        }
    }

    private static Optional<Literal> literal(Field field, String text) {
        return raw(field.type(), text).map(Literal::of).filter(literal -> fits(field, literal));
    }

    private static boolean fits(Field field, Literal literal) {
        try {
            new Predicate.Compare(ColumnPath.text(field.name()), Operator.EQUAL, literal).resolve(Schema.of(field));
            return true;
        } catch (IllegalArgumentException notOfThatType) {
            return false;
        }
    }

    private static Optional<Object> raw(DataType type, String text) {
        if (type instanceof DataType.Decimal) {
            return number(text);
        }
        if (!(type instanceof DataType.Primitive primitive)) {
            return Optional.empty();
        }
        return switch (primitive) {
            case BYTE, SHORT, INTEGER, LONG, DOUBLE -> number(text);
            case STRING -> quoted(text, "");
            case DATE -> quoted(text, "DATE");
            case TIMESTAMP -> quoted(text, "TIMESTAMP WITH TIME ZONE");
            case TIMESTAMP_NTZ -> quoted(text, "TIMESTAMP");
            // A float is printed shorter than the double that statistics compare it as.
            case BOOLEAN, FLOAT, BINARY, VARIANT, VOID -> Optional.empty();
        };
    }

    private static Optional<Object> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Optional<Object> quoted(String text, String cast) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String found = matcher.group(2) == null ? "" : matcher.group(2);
        return found.equals(cast) ? Optional.of(matcher.group(1).replace("''", "'")) : Optional.empty();
    }
}
