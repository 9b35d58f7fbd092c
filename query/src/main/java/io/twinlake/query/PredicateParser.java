package io.twinlake.query;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/**
 * Reads a condition in SQL's words: comparisons of a column with a literal, IN, BETWEEN, IS [NOT] NULL, LIKE 'x%', AND,
 * OR, NOT. What statistics can't prune by is no predicate; SQL proper is for {@link LocalSql}.
 */
public final class PredicateParser {

    private static final String SUPPORTED =
            "a predicate compares columns with literals (=, <>, <, <=, >, >=, IN, BETWEEN,"
                    + " IS NULL, LIKE 'x%', and AND, OR, NOT of these; DATE '2013-06-01', TIMESTAMP '2013-06-01 12:00:00'); for"
                    + " anything else use sql";

    private static final int MOST_SHOWN = 200;

    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withIdentifierMaxLength(Integer.MAX_VALUE)
            .withConformance(SqlConformanceEnum.LENIENT);

    /** Words that keep their meaning in SQL; every other word is a column, though SQL may reserve it ({@code value}). */
    private static final Set<String> WORDS = Set.of(
            "AND",
            "OR",
            "NOT",
            "IN",
            "BETWEEN",
            "SYMMETRIC",
            "IS",
            "NULL",
            "LIKE",
            "ILIKE",
            "SIMILAR",
            "TO",
            "ESCAPE",
            "TRUE",
            "FALSE",
            "UNKNOWN",
            "DISTINCT",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "END",
            "EXISTS",
            "SELECT",
            "FROM",
            "WHERE",
            "AS",
            "ANY",
            "ALL",
            "SOME",
            "INTERVAL",
            "ARRAY",
            "ROW",
            "TIME",
            "ZONE",
            "WITH",
            "WITHOUT",
            "LOCAL");

    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|[\\p{L}_][\\p{L}\\p{N}_$]*|.", Pattern.DOTALL);

    private static final Pattern BEFORE_LITERAL = Pattern.compile("(?i)(?:DATE|TIMESTAMP)\\s+'");

    private static final Pattern BEFORE_BRACKET = Pattern.compile("\\s*\\(");

    private final String text;

    private PredicateParser(String text) {
        this.text = text;
    }

    /**
     * The predicate that a text states. Whether its columns exist is seen where it is used.
     *
     * @throws IllegalArgumentException if it can't be parsed, or says what a predicate can't; the message says what is
     *     supported
     */
    public static Predicate parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("can't read the predicate '" + text + "': it is empty; " + SUPPORTED);
        }
        PredicateParser parser = new PredicateParser(text);
        try {
            return parser.condition(
                    SqlParser.create(withColumnsQuoted(text), CONFIG).parseExpression());
        } catch (SqlParseException e) {
            throw new IllegalArgumentException(
                    "can't read the predicate '" + excerpt(text) + "': " + problem(e) + "; " + SUPPORTED, e);
        }
    }

    private static String withColumnsQuoted(String text) {
        StringBuilder quoted = new StringBuilder();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group();
            quoted.append(isColumn(text, token) ? '"' + word + '"' : word);
        }
        return quoted.toString();
    }

    private static boolean isColumn(String text, Matcher token) {
        String word = token.group();
        if (!(Character.isLetter(word.charAt(0)) || word.charAt(0) == '_')
                || WORDS.contains(word.toUpperCase(Locale.ROOT))) {
            return false;
        }
        boolean inNumber = token.start() > 0 && Character.isDigit(text.charAt(token.start() - 1));
        return !inNumber && !isAt(BEFORE_BRACKET, text, token.end()) && !isAt(BEFORE_LITERAL, text, token.start());
    }

    private static boolean isAt(Pattern pattern, String text, int position) {
        return pattern.matcher(text).region(position, text.length()).lookingAt();
    }

    /** What Calcite says. It wraps the overflow of its stack, which grows with every AND and OR, without a message. */
    private static String problem(SqlParseException e) {
        if (e.getCause() instanceof StackOverflowError) {
            return "it combines more conditions by AND and OR, or nests more brackets, than the stack holds; write a"
                    + " list as IN (…), or give a larger stack (-Xss)";
        }
        String line =
                String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
        return (line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
                + "; a column whose name is a word of SQL goes in double quotes";
    }

    /** As much of a text as a message shows. */
    private static String excerpt(String text) {
        return text.length() <= MOST_SHOWN
                ? text
                : text.substring(0, MOST_SHOWN) + "… (" + text.length() + " characters)";
    }

    private Predicate condition(SqlNode node) {
        return switch (node.getKind()) {
            case AND -> new Predicate.And(conditions(node));
            case OR -> new Predicate.Or(conditions(node));
            case NOT -> Predicate.not(condition(operands(node).get(0)));
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                comparison(node);
            case IS_NULL -> new Predicate.IsNull(column(operands(node).get(0)));
            case IS_NOT_NULL ->
                Predicate.not(new Predicate.IsNull(column(operands(node).get(0))));
            case IN, NOT_IN -> membership(node);
            case BETWEEN -> between(node);
            case LIKE -> like(node);
            case IDENTIFIER -> Predicate.equal(column(node), true);
            case LITERAL -> constant(node);
            default -> throw unsupported(node);
        };
    }

    private List<Predicate> conditions(SqlNode node) {
        return operands(node).stream().map(this::condition).toList();
    }

    private Predicate comparison(SqlNode node) {
        SqlNode left = operands(node).get(0);
        SqlNode right = operands(node).get(1);
        if (left.getKind() != SqlKind.IDENTIFIER && right.getKind() != SqlKind.IDENTIFIER) {
            throw unsupported(left instanceof SqlLiteral ? node : left);
        }
        Operator operator = operator(node.getKind());
        return left.getKind() == SqlKind.IDENTIFIER
                ? new Predicate.Compare(column(left), operator, literal(right))
                : new Predicate.Compare(column(right), operator.mirrored(), literal(left));
    }

    private Predicate membership(SqlNode node) {
        String column = column(operands(node).get(0));
        if (!(operands(node).get(1) instanceof SqlNodeList list)) {
            throw unsupported(node);
        }
        Predicate in = new Predicate.In(column, list.stream().map(this::literal).toList());
        return node.getKind() == SqlKind.NOT_IN ? Predicate.not(in) : in;
    }

    private Predicate between(SqlNode node) {
        SqlBetweenOperator operator = (SqlBetweenOperator) operator(node);
        String column = column(operands(node).get(0));
        Literal low = literal(operands(node).get(1));
        Literal high = literal(operands(node).get(2));
        Predicate between = between(column, low, high);
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            between = Predicate.or(between, between(column, high, low));
        }
        return operator.isNegated() ? Predicate.not(between) : between;
    }

    private static Predicate between(String column, Literal low, Literal high) {
        return Predicate.and(
                new Predicate.Compare(column, Operator.AT_LEAST, low),
                new Predicate.Compare(column, Operator.AT_MOST, high));
    }

    private Predicate like(SqlNode node) {
        SqlLikeOperator operator = (SqlLikeOperator) operator(node);
        if (operands(node).size() != 2
                || !operator.isCaseSensitive()
                || !(literal(operands(node).get(1)).value() instanceof String pattern)) {
            throw unsupported(node);
        }
        String prefix = pattern.endsWith("%") ? pattern.substring(0, pattern.length() - 1) : pattern;
        if (prefix.contains("%") || prefix.contains("_") || prefix.contains("\\")) {
            throw unsupported(node);
        }
        String column = column(operands(node).get(0));
        Predicate like =
                pattern.endsWith("%") ? new Predicate.StartsWith(column, prefix) : Predicate.equal(column, pattern);
        return operator.isNegated() ? Predicate.not(like) : like;
    }

    private Predicate constant(SqlNode node) {
        if (literal(node).value() instanceof Boolean value) {
            return new Predicate.Always(value);
        }
        throw unsupported(node);
    }

    private String column(SqlNode node) {
        if (node instanceof SqlIdentifier identifier && !identifier.isStar()) {
            return new ColumnPath(identifier.names).toString();
        }
        throw unsupported(node);
    }

    private Literal literal(SqlNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX) {
            return negated(literal(operands(node).get(0)), node);
        }
        if (!(node instanceof SqlLiteral literal)) {
            throw unsupported(node);
        }
        return switch (literal.getTypeName()) {
            case BOOLEAN -> Literal.of(literal.booleanValue());
            case CHAR -> Literal.of(literal.getValueAs(String.class));
            case DECIMAL -> exact(literal.getValueAs(BigDecimal.class));
            case DOUBLE -> Literal.of(literal.getValueAs(BigDecimal.class).doubleValue());
            case BINARY -> Literal.of(literal.getValueAs(byte[].class));
            case DATE, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, UNKNOWN -> time(literal);
            default -> throw unsupported(node);
        };
    }

    private Literal negated(Literal literal, SqlNode node) {
        Object value = literal.value();
        if (value instanceof Long number) {
            return Literal.of(-number);
        }
        if (value instanceof Double number) {
            return Literal.of(-number);
        }
        if (value instanceof BigDecimal number) {
            return exact(number.negate());
        }
        throw unsupported(node);
    }

    private static Literal exact(BigDecimal number) {
        boolean isLong = number.scale() == 0 && number.toBigInteger().bitLength() < Long.SIZE;
        return Literal.of(isLong ? (Object) number.longValueExact() : number);
    }

    private Literal time(SqlLiteral literal) {
        String words = literal.toString();
        int quote = words.indexOf('\'');
        if (quote < 0) {
            throw unsupported(literal);
        }
        String value = words.substring(quote + 1, words.lastIndexOf('\''));
        boolean isDate = words.startsWith("DATE");
        if (!isDate && !words.startsWith("TIMESTAMP")) {
            throw unsupported(literal);
        }
        try {
            java.time.Instant instant = PointInTime.parse(value);
            return Literal.of(isDate ? instant.atZone(java.time.ZoneOffset.UTC).toLocalDate() : instant);
        } catch (java.time.DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' in the predicate '" + excerpt(text)
                            + "' is no time; write it as 2013-06-01 or 2013-06-01"
                            + " 12:30:00 (UTC), or with an offset as 2013-06-01 12:30:00+02:00",
                    e);
        }
    }

    private static List<SqlNode> operands(SqlNode node) {
        return ((SqlBasicCall) node).getOperandList();
    }

    private static SqlOperator operator(SqlNode node) {
        return ((SqlBasicCall) node).getOperator();
    }

    private static Operator operator(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> Operator.EQUAL;
            case NOT_EQUALS -> Operator.NOT_EQUAL;
            case LESS_THAN -> Operator.LESS;
            case LESS_THAN_OR_EQUAL -> Operator.AT_MOST;
            case GREATER_THAN -> Operator.GREATER;
            default -> Operator.AT_LEAST;
        };
    }

    private IllegalArgumentException unsupported(SqlNode node) {
        return new IllegalArgumentException("'" + excerpt(node.toString()) + "' in the predicate '" + excerpt(text)
                + "' is not supported: " + SUPPORTED);
    }
}
