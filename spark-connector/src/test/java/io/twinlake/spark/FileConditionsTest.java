package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class FileConditionsTest {

    private static final Predicate KEY_IS_A = new Predicate.Compare("key", Operator.EQUAL, Literal.of("a"));

    @Test
    void comparisons_are_translated_whichever_side_the_column_is_on() {
        assertThat(implied(predicate("=", column("key"), text("a")))).isEqualTo(KEY_IS_A);
        assertThat(implied(predicate("<", number(5), column("n"))))
                .isEqualTo(new Predicate.Compare("n", Operator.GREATER, Literal.of(5L)));
        assertThat(implied(predicate(">=", number(5), column("n"))))
                .isEqualTo(new Predicate.Compare("n", Operator.AT_MOST, Literal.of(5L)));
    }

    @Test
    void literals_get_the_types_of_the_table_format() {
        assertThat(literal(literal(15000, DataTypes.DateType))).isEqualTo(LocalDate.ofEpochDay(15000));
        assertThat(literal(literal(1_500_000L, DataTypes.TimestampType)))
                .isEqualTo(Instant.ofEpochSecond(1, 500_000_000));
        assertThat(literal(literal(Decimal.apply("1.50"), DataTypes.createDecimalType(3, 2))))
                .isEqualTo(new BigDecimal("1.50"));
        assertThat(literal(literal(1.5f, DataTypes.FloatType))).isEqualTo(1.5);
    }

    @Test
    void numbers_that_spark_orders_in_its_own_way_skip_no_file() {
        assertThat(implied(predicate("=", column("d"), literal(Double.NaN, DataTypes.DoubleType))))
                .isEqualTo(Predicate.TRUE);
        assertThat(implied(predicate("=", column("d"), literal(-0.0, DataTypes.DoubleType))))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void a_part_of_an_and_without_counterpart_is_left_out() {
        assertThat(implied(new And(predicate("=", column("key"), text("a")), strange())))
                .isEqualTo(KEY_IS_A);
        assertThat(implied(predicate("=", column("key"), text("a")), strange())).isEqualTo(KEY_IS_A);
    }

    @Test
    void an_or_with_a_part_without_counterpart_skips_no_file() {
        assertThat(implied(new Or(predicate("=", column("key"), text("a")), strange())))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void a_not_over_something_without_counterpart_skips_no_file() {
        assertThat(implied(new Not(new And(predicate("=", column("key"), text("a")), strange()))))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void null_safe_equality_is_false_where_the_column_is_null() {
        assertThat(implied(predicate("<=>", column("key"), text("a"))))
                .isEqualTo(Predicate.and(Predicate.not(new Predicate.IsNull("key")), KEY_IS_A));
        assertThat(implied(predicate("<=>", column("key"), literal(null, DataTypes.StringType))))
                .isEqualTo(new Predicate.IsNull("key"));
    }

    @Test
    void lists_prefixes_and_null_tests_are_translated() {
        assertThat(implied(predicate("IN", column("key"), text("a"), text("b"))))
                .isEqualTo(new Predicate.In("key", List.of(Literal.of("a"), Literal.of("b"))));
        assertThat(implied(predicate("IN", column("key"), text("a"), literal(null, DataTypes.StringType))))
                .isEqualTo(Predicate.TRUE);
        assertThat(implied(predicate("STARTS_WITH", column("key"), text("N1"))))
                .isEqualTo(new Predicate.StartsWith("key", "N1"));
        assertThat(implied(predicate("IS_NOT_NULL", column("key"))))
                .isEqualTo(Predicate.not(new Predicate.IsNull("key")));
    }

    @Test
    void a_name_with_a_dot_is_told_from_a_field() {
        assertThat(implied(predicate("=", column("a", "b"), number(1))))
                .isEqualTo(new Predicate.Compare("a.b", Operator.EQUAL, Literal.of(1L)));
        assertThat(implied(predicate("=", column("a.b"), number(1))))
                .isEqualTo(new Predicate.Compare("`a.b`", Operator.EQUAL, Literal.of(1L)));
    }

    private static Object literal(Expression value) {
        return ((Predicate.Compare) implied(predicate("=", column("x"), value)))
                .literal()
                .value();
    }

    private static Predicate implied(org.apache.spark.sql.connector.expressions.filter.Predicate... predicates) {
        return FileConditions.implied(predicates);
    }

    private static org.apache.spark.sql.connector.expressions.filter.Predicate strange() {
        return predicate("ENDS_WITH", column("key"), text("z"));
    }

    private static org.apache.spark.sql.connector.expressions.filter.Predicate predicate(
            String name, Expression... operands) {
        return new org.apache.spark.sql.connector.expressions.filter.Predicate(name, operands);
    }

    private static Expression column(String... path) {
        return new FieldReference(CollectionConverters.asScala(List.of(path)).toSeq());
    }

    private static Expression text(String value) {
        return literal(UTF8String.fromString(value), DataTypes.StringType);
    }

    private static Expression number(int value) {
        return literal(value, DataTypes.IntegerType);
    }

    private static Expression literal(@Nullable Object value, DataType type) {
        return new LiteralValue<@Nullable Object>(value, type);
    }
}
