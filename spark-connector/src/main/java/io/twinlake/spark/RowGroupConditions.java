package io.twinlake.spark;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.internal.connector.PredicateUtils;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which conditions Parquet answers by its statistics and dictionaries as Spark answers them by rows. For numbers with a
 * floating point these are few: Parquet orders the two zeros and tells them apart, and common writers leave NaN, which is the
 * greatest number to Spark, out of statistics. For days and times that old calendars count in another way ({@code docs/adr},
 * 36) there are none: Spark looks for the place that a value has in the other calendar, and some have none.
 *
 * <p>A condition counts only whole. Spark gives Parquet one side of an OR where the other has no counterpart, such as a
 * comparison of booleans.
 */
final class RowGroupConditions {

    /** What NaN never fulfils, whose other side is a number. */
    private static final Set<String> WITHOUT_NAN = Set.of("=", "<=>", "<", "<=", "IN");

    private static final Set<String> OF_NULLS = Set.of("IS_NULL", "IS_NOT_NULL");

    /** The first day, and the first time, that all calendars count alike, and some more for zones and gaps. */
    private static final long ALIKE_DAYS = LocalDate.of(1582, 11, 15).toEpochDay();

    private static final long ALIKE_MICROS =
            Instant.parse("1900-01-04T00:00:00Z").getEpochSecond() * 1_000_000;

    private RowGroupConditions() {}

    /** Whether no row for which the condition is true is in a row group that Parquet leaves out for it. */
    static boolean isSound(Predicate predicate) {
        if (predicate instanceof And || predicate instanceof Or || predicate instanceof Not) {
            return Arrays.stream(predicate.children()).allMatch(child -> isSound((Predicate) child))
                    && (!(predicate instanceof Not) || !hasLiteral(predicate, RowGroupConditions::isFloating));
        }
        return PredicateUtils.toV1(predicate).isDefined()
                && !hasLiteral(predicate, RowGroupConditions::isOld)
                && isSoundOfPoints(predicate);
    }

    private static boolean isSoundOfPoints(Predicate predicate) {
        return !hasLiteral(predicate, RowGroupConditions::isFloating)
                || OF_NULLS.contains(predicate.name())
                || (WITHOUT_NAN.contains(predicate.name()) && !hasLiteral(predicate, RowGroupConditions::isDoubtful));
    }

    /** At whatever depth. */
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

    private static boolean isOld(Literal<?> literal) {
        return literal.value() instanceof Number number
                && ((literal.dataType().equals(DataTypes.DateType) && number.longValue() < ALIKE_DAYS)
                        || (literal.dataType().equals(DataTypes.TimestampType) && number.longValue() < ALIKE_MICROS));
    }
}
