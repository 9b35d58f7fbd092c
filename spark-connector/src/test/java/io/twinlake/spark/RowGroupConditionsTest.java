package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowGroupConditionsTest {

    private static final Predicate OF_A_NUMBER = compare("=", 7L);

    private static Predicate compare(String name, Object value) {
        Expression literal = value instanceof Expression expression ? expression : Expressions.literal(value);
        return new Predicate(name, new Expression[] {Expressions.column("x"), literal});
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "<=>", "<", "<=", "IN"})
    void what_no_nan_and_no_zero_can_fulfil_is_asked(String name) {
        assertThat(RowGroupConditions.isSound(compare(name, 2.5))).isTrue();
        assertThat(RowGroupConditions.isSound(compare(name, 2.5f))).isTrue();
        for (double value : new double[] {0.0, -0.0, Double.NaN}) {
            assertThat(RowGroupConditions.isSound(compare(name, value))).isFalse();
            assertThat(RowGroupConditions.isSound(compare(name, (float) value))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {">", ">="})
    void what_a_nan_fulfils_is_not_asked(String name) {
        assertThat(RowGroupConditions.isSound(compare(name, 2.5))).isFalse();
        assertThat(RowGroupConditions.isSound(compare(name, 2L))).isTrue();
    }

    @Test
    void a_condition_is_as_sound_as_all_of_its_parts() {
        Predicate isNull = new Predicate("IS_NULL", new Expression[] {Expressions.column("x")});
        assertThat(RowGroupConditions.isSound(isNull)).isTrue();
        assertThat(RowGroupConditions.isSound(new Not(isNull))).isTrue();
        assertThat(RowGroupConditions.isSound(new Or(OF_A_NUMBER, compare("=", 1.0))))
                .isTrue();
        assertThat(RowGroupConditions.isSound(new Or(OF_A_NUMBER, compare(">", 1.0))))
                .isFalse();
        assertThat(RowGroupConditions.isSound(new And(OF_A_NUMBER, compare("=", 0.0))))
                .isFalse();
        assertThat(RowGroupConditions.isSound(new Not(compare("<", 1.0)))).isFalse();
        assertThat(RowGroupConditions.isSound(new Not(OF_A_NUMBER))).isTrue();
    }

    @Test
    void a_condition_of_which_a_part_has_no_counterpart_is_not_asked() {
        Predicate ofBooleans = new Predicate("<", new Expression[] {Expressions.column("x"), new AlwaysTrue()});
        Predicate ofColumns = new Predicate("<", new Expression[] {Expressions.column("x"), Expressions.column("y")});

        for (Predicate unknown : List.of(ofBooleans, ofColumns)) {
            assertThat(RowGroupConditions.isSound(unknown)).isFalse();
            assertThat(RowGroupConditions.isSound(new Or(OF_A_NUMBER, unknown))).isFalse();
            assertThat(RowGroupConditions.isSound(new Or(unknown, OF_A_NUMBER))).isFalse();
            assertThat(RowGroupConditions.isSound(new Not(new And(OF_A_NUMBER, unknown))))
                    .isFalse();
        }
    }

    @Test
    void days_and_times_that_old_calendars_count_in_another_way_are_not_asked_for() {
        assertThat(RowGroupConditions.isSound(compare(">=", day("1582-10-20")))).isFalse();
        assertThat(RowGroupConditions.isSound(compare(">=", day("1583-01-01")))).isTrue();
        assertThat(RowGroupConditions.isSound(compare(">=", time("1899-12-31T13:00:00Z"))))
                .isFalse();
        assertThat(RowGroupConditions.isSound(compare(">=", time("1900-02-01T00:00:00Z"))))
                .isTrue();
    }

    private static LiteralValue<Integer> day(String text) {
        return new LiteralValue<>((int) LocalDate.parse(text).toEpochDay(), DataTypes.DateType);
    }

    private static LiteralValue<Long> time(String text) {
        return new LiteralValue<>(Instant.parse(text).getEpochSecond() * 1_000_000, DataTypes.TimestampType);
    }
}
