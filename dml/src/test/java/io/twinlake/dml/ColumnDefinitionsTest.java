package io.twinlake.dml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnDefinitionsTest {

    @Test
    void columns_are_those_that_spark_would_make() {
        assertThat(ColumnDefinitions.parse("id bigint NOT NULL COMMENT 'the \"key\"', `a b` Double DEFAULT 0.5,"
                        + " p STRUCT<x: INT, y: ARRAY<ARRAY<STRING>>> not null, m map<string, decimal(12,3)>,"
                        + " d DATE GENERATED ALWAYS AS (CAST(at AS DATE)), at timestamp, n decimal"))
                .isEqualTo(Schema.of(
                        new Field("id", Primitive.LONG, false, Map.of("comment", "\"the \\\"key\\\"\"")),
                        new Field("a b", Primitive.DOUBLE, true, Map.of("CURRENT_DEFAULT", "\"0.5\"")),
                        Field.required(
                                "p",
                                new DataType.Struct(List.of(
                                        Field.nullable("x", Primitive.INTEGER),
                                        Field.nullable(
                                                "y",
                                                new DataType.Array(
                                                        new DataType.Array(Primitive.STRING, true), true))))),
                        Field.nullable("m", new DataType.MapOf(Primitive.STRING, new DataType.Decimal(12, 3), true)),
                        new Field(
                                "d",
                                Primitive.DATE,
                                true,
                                Map.of("delta.generationExpression", "\"CAST(at AS DATE)\"")),
                        Field.nullable("at", Primitive.TIMESTAMP),
                        Field.nullable("n", new DataType.Decimal(10, 0))));
        assertThat(ColumnDefinitions.path("a.`b.c`")).containsExactly("a", "b.c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id bigit | column 4: no type 'bigit'; did you mean 'BIGINT'?",
                "id varchar(10) | column 4: tables keep texts of any length",
                "id | column 3: expected a type, found the end",
                "a int, a int | column 'a' is there twice",
                "a decimal(50,2) | column 3: decimal(50,2) is not a type",
                "a int b int | column 7: expected a comma or the end",
            })
    void a_mistake_is_told_by_its_place(String ddl, String expected) {
        assertThatThrownBy(() -> ColumnDefinitions.parse(ddl))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected);
    }
}
