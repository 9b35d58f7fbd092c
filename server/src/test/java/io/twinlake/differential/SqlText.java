package io.twinlake.differential;

import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A predicate of ours in Spark's SQL. */
final class SqlText implements Predicate.Cases<String> {

    @Override
    public String always(boolean value) {
        return Boolean.toString(value);
    }

    @Override
    public String compare(Predicate.Compare predicate) {
        return column(predicate.column()) + sign(predicate.operator()) + literal(predicate.literal());
    }

    @Override
    public String in(Predicate.In predicate) {
        return column(predicate.column())
                + predicate.literals().stream().map(SqlText::literal).collect(Collectors.joining(", ", " IN (", ")"));
    }

    @Override
    public String isNull(Predicate.IsNull predicate) {
        return column(predicate.column()) + " IS NULL";
    }

    @Override
    public String startsWith(Predicate.StartsWith predicate) {
        return "startswith(" + column(predicate.column()) + ", " + literal(new Literal(predicate.prefix())) + ")";
    }

    @Override
    public String not(Predicate.Not predicate) {
        return "NOT (" + predicate.predicate().match(this) + ")";
    }

    @Override
    public String and(Predicate.And predicate) {
        return joined(predicate.predicates(), " AND ");
    }

    @Override
    public String or(Predicate.Or predicate) {
        return joined(predicate.predicates(), " OR ");
    }

    private String joined(List<Predicate> predicates, String word) {
        return predicates.stream().map(each -> each.match(this)).collect(Collectors.joining(word, "(", ")"));
    }

    private static String column(String path) {
        return Stream.of(path.split("\\.")).map(part -> "`" + part + "`").collect(Collectors.joining("."));
    }

    static String sign(Predicate.Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case AT_MOST -> " <= ";
            case GREATER -> " > ";
            case AT_LEAST -> " >= ";
        };
    }

    private static String literal(Literal literal) {
        Object value = literal.value();
        if (value instanceof String text) {
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
        } else if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        } else if (value instanceof Long number) {
            return "CAST('" + number + "' AS BIGINT)";
        } else if (value instanceof Double number) {
            return "CAST('" + number + "' AS DOUBLE)";
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString() + "BD";
        } else if (value instanceof java.time.LocalDate day) {
            return "DATE '" + day + "'";
        } else if (value instanceof java.time.Instant time) {
            return "TIMESTAMP '" + time + "'";
        } else if (value instanceof java.time.LocalDateTime time) {
            return "TIMESTAMP_NTZ '" + time + "'";
        }
        return value.toString();
    }
}
