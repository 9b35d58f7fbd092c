package io.twinlake.twin;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What holds of every row for which a condition is true, as far as comparisons of a column with a constant say it. A part that
 * says something else is left out where that only lets more rows through, which below a NOT it would not. Floating numbers are
 * left out: statistics don't know NaN.
 */
record ImpliedPredicate(Relation relation) {

    Predicate of(SqlNode condition) {
        return weaker(condition).orElse(Predicate.TRUE);
    }

    private Optional<Predicate> weaker(SqlNode node) {
        if (node.getKind() == SqlKind.AND) {
            List<Predicate> parts = operands(node).stream()
                    .flatMap(part -> weaker(part).stream())
                    .toList();
            return parts.isEmpty() ? Optional.empty() : Optional.of(new Predicate.And(parts));
        }
        return node.getKind() == SqlKind.OR
                ? all(operands(node).stream().map(this::weaker).toList()).map(Predicate.Or::new)
                : exact(node);
    }

    private Optional<Predicate> exact(SqlNode node) {
        return switch (node.getKind()) {
            case AND -> all(operands(node).stream().map(this::exact).toList()).map(Predicate.And::new);
            case OR -> all(operands(node).stream().map(this::exact).toList()).map(Predicate.Or::new);
            case NOT -> exact(operands(node).get(0)).map(Predicate::not);
            case IS_NULL -> isNull(node);
            case IS_NOT_NULL -> isNull(node).map(Predicate::not);
            case EQUALS -> compare(node, Operator.EQUAL);
            case NOT_EQUALS -> compare(node, Operator.NOT_EQUAL);
            case LESS_THAN -> compare(node, Operator.LESS);
            case LESS_THAN_OR_EQUAL -> compare(node, Operator.AT_MOST);
            case GREATER_THAN -> compare(node, Operator.GREATER);
            case GREATER_THAN_OR_EQUAL -> compare(node, Operator.AT_LEAST);
            case IN -> in(node);
            case NOT_IN -> in(node).map(Predicate::not);
            case BETWEEN -> between(node);
            default -> Optional.empty();
        };
    }

    private Optional<Predicate> isNull(SqlNode node) {
        return column(operands(node).get(0)).map(column -> new Predicate.IsNull(ColumnPath.text(column.name())));
    }

    private Optional<Predicate> compare(SqlNode node, Operator operator) {
        SqlNode left = operands(node).get(0);
        SqlNode right = operands(node).get(1);
        return compare(left, operator, right).or(() -> compare(right, operator.mirrored(), left));
    }

    private Optional<Predicate> compare(SqlNode left, Operator operator, SqlNode right) {
        return column(left)
                .flatMap(column -> literal(column, right)
                        .map(value -> new Predicate.Compare(ColumnPath.text(column.name()), operator, value)));
    }

    private Optional<Predicate> in(SqlNode node) {
        Optional<Field> column = column(operands(node).get(0));
        if (column.isEmpty() || !(operands(node).get(1) instanceof SqlNodeList list)) {
            return Optional.empty();
        }
        return all(list.stream().map(each -> literal(column.get(), each)).toList())
                .map(literals -> new Predicate.In(ColumnPath.text(column.get().name()), literals));
    }

    private Optional<Predicate> between(SqlNode node) {
        SqlBetweenOperator operator = (SqlBetweenOperator) ((SqlBasicCall) node).getOperator();
        if (operator.flag == SqlBetweenOperator.Flag.SYMMETRIC) {
            return Optional.empty();
        }
        List<SqlNode> operands = operands(node);
        return all(List.of(
                        compare(operands.get(0), Operator.AT_LEAST, operands.get(1)),
                        compare(operands.get(0), Operator.AT_MOST, operands.get(2))))
                .map(Predicate.And::new)
                .map(both -> operator.isNegated() ? Predicate.not(both) : both);
    }

    /** A top-level column. */
    private Optional<Field> column(SqlNode node) {
        if (!(node instanceof SqlIdentifier name)) {
            return Optional.empty();
        }
        List<String> parts = relation.behindQualifier(name.names).orElse(name.names);
        return parts.size() > 1
                ? Optional.empty()
                : relation.find(parts).map(positions -> relation.field(positions.get(0)));
    }

    private static Optional<Literal> literal(Field column, SqlNode node) {
        if (!(column.type() instanceof Primitive type)) {
            return Optional.empty();
        }
        return switch (type) {
            case BYTE, SHORT, INTEGER, LONG -> whole(node).map(Literal::new);
            case STRING ->
                Optional.of(node)
                        .filter(text -> text instanceof SqlLiteral literal && literal.getTypeName() == SqlTypeName.CHAR)
                        .map(text -> new Literal(((SqlLiteral) text).getValueAs(String.class)));
            case DATE -> time(node, "DATE").map(text -> new Literal(LocalDate.ofEpochDay(Times.date(text))));
            case TIMESTAMP ->
                time(node, "TIMESTAMP")
                        .map(text -> new Literal(Instant.EPOCH.plus(Times.timestamp(text), ChronoUnit.MICROS)));
            default -> Optional.empty();
        };
    }

    private static Optional<Long> whole(SqlNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX) {
            return whole(operands(node).get(0)).map(number -> -number);
        }
        if (!(node instanceof SqlLiteral literal) || literal.getTypeName() != SqlTypeName.DECIMAL) {
            return Optional.empty();
        }
        BigDecimal number = literal.getValueAs(BigDecimal.class);
        return number.scale() == 0 && number.unscaledValue().bitLength() < Long.SIZE
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static Optional<String> time(SqlNode node, String tag) {
        return node instanceof SqlUnknownLiteral literal
                        && literal.tag.toUpperCase(Locale.ROOT).equals(tag)
                ? Optional.of(String.valueOf(literal.getValue()))
                : Optional.empty();
    }

    private static List<SqlNode> operands(SqlNode node) {
        return ((SqlBasicCall) node).getOperandList();
    }

    private static <T> Optional<List<T>> all(List<? extends Optional<? extends T>> parts) {
        List<T> there = parts.stream()
                .flatMap(part -> Stream.<T>ofNullable(part.orElse(null)))
                .toList();
        return there.size() == parts.size() ? Optional.of(there) : Optional.empty();
    }
}
