package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowGroupConditionsTest {

    private static final Predicate OF_A_WORD = compare("<>", "word");

    private static Predicate compare(String name, Object value) {
        return new Predicate(name, new Expression[] {Expressions.column("x"), Expressions.literal(value)});
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
    @ValueSource(strings = {">", ">=", "<>"})
    void what_a_nan_fulfils_is_not_asked(String name) {
        assertThat(RowGroupConditions.isSound(compare(name, 2.5))).isFalse();
        assertThat(RowGroupConditions.isSound(compare(name, 2L))).isTrue();
    }

    @Test
    void a_condition_is_as_sound_as_all_of_its_parts() {
        Predicate isNull = new Predicate("IS_NULL", new Expression[] {Expressions.column("x")});
        assertThat(RowGroupConditions.isSound(isNull)).isTrue();
        assertThat(RowGroupConditions.isSound(new Not(isNull))).isTrue();
        assertThat(RowGroupConditions.isSound(new Or(OF_A_WORD, compare("=", 1.0))))
                .isTrue();
        assertThat(RowGroupConditions.isSound(new Or(OF_A_WORD, compare(">", 1.0))))
                .isFalse();
        assertThat(RowGroupConditions.isSound(new And(OF_A_WORD, compare("=", 0.0))))
                .isFalse();
        assertThat(RowGroupConditions.isSound(new Not(compare("<", 1.0)))).isFalse();
        assertThat(RowGroupConditions.isSound(new Not(OF_A_WORD))).isTrue();
    }
}
