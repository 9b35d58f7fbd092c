package io.twinlake.spark;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;

/**
 * Spark's predicates as ours, for skipping files. Spark evaluates every predicate itself after the scan, so a
 * translation may keep too much and must never keep too little: a part that has no counterpart is left out where that
 * only keeps more, which below a {@code NOT} it would not.
 */
final class FileConditions {

    private FileConditions() {}

    /** A condition that holds wherever all of {@code predicates} hold. */
    static Predicate implied(org.apache.spark.sql.connector.expressions.filter.Predicate... predicates) {
        List<Predicate> parts = Arrays.stream(predicates)
                .flatMap(predicate -> weaker(predicate).stream())
                .toList();
        return parts.isEmpty() ? Predicate.TRUE : parts.size() == 1 ? parts.get(0) : new Predicate.And(parts);
    }

    private static Optional<Predicate> weaker(Expression expression) {
        if (expression instanceof And and) {
            Optional<Predicate> left = weaker(and.left());
            Optional<Predicate> right = weaker(and.right());
            return left.isPresent() && right.isPresent()
                    ? Optional.of(Predicate.and(left.get(), right.get()))
                    : left.or(() -> right);
        }
        if (expression instanceof Or or) {
            return both(weaker(or.left()), weaker(or.right())).map(Predicate.Or::new);
        }
        return exact(expression);
    }

    private static Optional<Predicate> exact(Expression expression) {
        if (expression instanceof And and) {
            return both(exact(and.left()), exact(and.right())).map(Predicate.And::new);
        }
        if (expression instanceof Or or) {
            return both(exact(or.left()), exact(or.right())).map(Predicate.Or::new);
        }
        if (expression instanceof Not not) {
            return exact(not.child()).map(Predicate::not);
        }
        if (expression instanceof org.apache.spark.sql.connector.expressions.filter.Predicate predicate) {
            return simple(predicate);
        }
        return Optional.empty();
    }

    private static Optional<Predicate> simple(org.apache.spark.sql.connector.expressions.filter.Predicate predicate) {
        Expression[] operands = predicate.children();
        return switch (predicate.name()) {
            case "ALWAYS_TRUE" -> Optional.of(Predicate.TRUE);
            case "ALWAYS_FALSE" -> Optional.of(new Predicate.Always(false));
            case "=" -> compare(operands, Operator.EQUAL);
            case "<>" -> compare(operands, Operator.NOT_EQUAL);
            case "<" -> compare(operands, Operator.LESS);
            case "<=" -> compare(operands, Operator.AT_MOST);
            case ">" -> compare(operands, Operator.GREATER);
            case ">=" -> compare(operands, Operator.AT_LEAST);
            case "<=>" -> nullSafeEqual(operands);
            case "IS_NULL" -> column(operands[0]).map(Predicate.IsNull::new);
            case "IS_NOT_NULL" -> column(operands[0]).map(name -> Predicate.not(new Predicate.IsNull(name)));
            case "IN" -> in(operands);
            case "STARTS_WITH" -> startsWith(operands);
            default -> Optional.empty();
        };
    }

    private static Optional<Predicate> compare(Expression[] operands, Operator operator) {
        Optional<String> left = column(operands[0]);
        if (left.isPresent()) {
            return Constants.of(operands[1]).map(value -> new Predicate.Compare(left.get(), operator, value));
        }
        return column(operands[1])
                .flatMap(name -> Constants.of(operands[0])
                        .map(value -> new Predicate.Compare(name, operator.mirrored(), value)));
    }

    /** Never unknown: false, not unknown, where the column is null. */
    private static Optional<Predicate> nullSafeEqual(Expression[] operands) {
        if (Constants.isNull(operands[1])) {
            return column(operands[0]).map(Predicate.IsNull::new);
        }
        return column(operands[0])
                .flatMap(name -> compare(operands, Operator.EQUAL)
                        .map(equal -> Predicate.and(Predicate.not(new Predicate.IsNull(name)), equal)));
    }

    private static Optional<Predicate> in(Expression[] operands) {
        var literals = new ArrayList<io.twinlake.format.Literal>();
        for (int i = 1; i < operands.length; i++) {
            var literal = Constants.of(operands[i]);
            if (literal.isEmpty()) {
                return Optional.empty();
            }
            literals.add(literal.get());
        }
        return literals.isEmpty()
                ? Optional.empty()
                : column(operands[0]).map(name -> new Predicate.In(name, literals));
    }

    private static Optional<Predicate> startsWith(Expression[] operands) {
        return column(operands[0])
                .flatMap(name -> Constants.of(operands[1])
                        .filter(prefix -> prefix.value() instanceof String)
                        .map(prefix -> new Predicate.StartsWith(name, (String) prefix.value())));
    }

    private static Optional<List<Predicate>> both(Optional<Predicate> left, Optional<Predicate> right) {
        return left.flatMap(first -> right.map(second -> List.of(first, second)));
    }

    private static Optional<String> column(Expression expression) {
        return expression instanceof NamedReference reference
                ? Optional.of(ColumnPath.text(reference.fieldNames()))
                : Optional.empty();
    }
}
