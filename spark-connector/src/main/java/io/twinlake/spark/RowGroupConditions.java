package io.twinlake.spark;

import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which conditions Parquet answers by its statistics and dictionaries as Spark answers them by rows. For numbers with a
 * floating point these are few: Parquet orders the two zeros and tells them apart, and common writers leave NaN, which is the
 * greatest number to Spark, out of statistics.
 */
final class RowGroupConditions {

    /** What NaN never fulfils, whose other side is a number. */
    private static final Set<String> WITHOUT_NAN = Set.of("=", "<=>", "<", "<=", "IN");

    private static final Set<String> OF_NULLS = Set.of("IS_NULL", "IS_NOT_NULL");

    private RowGroupConditions() {}

    /** Whether no row for which the condition is true is in a row group that Parquet leaves out for it. */
    static boolean isSound(Predicate predicate) {
        if (predicate instanceof And || predicate instanceof Or) {
            return Arrays.stream(predicate.children()).allMatch(child -> isSound((Predicate) child));
        }
        boolean isOfPoints = hasLiteral(predicate, RowGroupConditions::isFloating);
        return !isOfPoints
                || OF_NULLS.contains(predicate.name())
                || (WITHOUT_NAN.contains(predicate.name()) && !hasLiteral(predicate, RowGroupConditions::isDoubtful));
    }

    /** At whatever depth: what is negated is not looked into. */
    private static boolean hasLiteral(Expression expression, java.util.function.Predicate<Literal<?>> test) {
        return expression instanceof Literal<?> literal
                ? test.test(literal)
                : Arrays.stream(expression.children()).anyMatch(child -> hasLiteral(child, test));
    }

    private static boolean isFloating(Literal<?> literal) {
        return literal.dataType().equals(DataTypes.FloatType)
                || literal.dataType().equals(DataTypes.DoubleType);
    }

    private static boolean isDoubtful(Literal<?> literal) {
        return literal.value() instanceof Number number
                && (number.doubleValue() == 0 || Double.isNaN(number.doubleValue()));
    }
}
