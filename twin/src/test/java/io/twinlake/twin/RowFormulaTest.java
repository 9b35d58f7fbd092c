package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.Literal;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFormulaTest {

    private static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("position", Primitive.STRING),
            Field.nullable("price", new DataType.Decimal(10, 2)),
            Field.nullable("weight", new DataType.Decimal(38, 2)),
            Field.nullable("at", Primitive.TIMESTAMP),
            Field.nullable("place", new DataType.Struct(List.of(Field.nullable("x", Primitive.FLOAT)))),
            Field.nullable("note", Primitive.BINARY));

    private static RowBatch row() {
        RowBatch batch = RowBatch.empty(SCHEMA);
        batch.longs(0).append(7);
        batch.bytes(1).append("north");
        batch.longs(2).append(1999);
        batch.column(3).appendNull();
        batch.longs(4).append(1_370_000_000_000_000L);
        ((io.twinlake.format.FloatVector) ((StructVector) batch.column(5)).field(0)).append(0.5f);
        ((StructVector) batch.column(5)).endRow();
        batch.column(6).appendNull();
        return batch;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id > 6 AND position = 'north' | true",
                "ID % 2 = 0 | false",
                "place.x < 1 | true",
                "-place.x BETWEEN -1 AND 0 AND place.x IS NOT NULL | true",
                "CAST(place.x AS DOUBLE) * 2 = 1 | true",
                "price = 19.99 | true",
                "price BETWEEN 20 AND 30 | false",
                "price IS NOT NULL | true",
                "CASE WHEN price <= 1.25 THEN length(position) > 1 ELSE price > -3 END | true",
                "price > 1.25 AND length(position) > 1 AND position LIKE 'n%' | true",
                "CAST(price AS DOUBLE) * 2 > 39 | true",
                "at >= TIMESTAMP '2013-01-01 00:00:00' | true",
                "year(at) = 2013 | true",
                "NULL | false",
            })
    void a_condition_is_true_or_it_is_not(String sql, boolean expected) {
        assertThat(RowFormula.condition(sql, SCHEMA).isTrue(row(), 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price + 1 > 2 | column 'price' of type Decimal",
                "price > id * 0.1 | column 'price' of type Decimal",
                "id > 1 OR abs(price) > 2 | column 'price' of type Decimal",
                "CASE WHEN id > 1 THEN price END > 2 | column 'price' of type Decimal",
                "weight > 1 | column 'weight' of type Decimal",
                "note IS NULL | other types have no place",
                "nobody = 1 | no column 'nobody'",
                "magic(id) | unknown function 'magic'",
                "id + | does not parse",
                "id | of type long, expected boolean",
                "PLACE.X * 2 > 1 | is a float, which formulas only compare",
                "CAST(place.x AS STRING) = '0.5' | write CAST(place.x AS DOUBLE)",
            })
    void what_is_not_understood_is_told(String sql, String problem) {
        assertThatThrownBy(() -> RowFormula.condition(sql, SCHEMA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + sql + "' is not understood")
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID > 6 AND year(at) = 2013 | (id > 6)",
                "7 >= id OR position IN ('north', 'it''s') | (id <= 7 or position in ('north', 'it''s'))",
                "id = 7 OR year(at) = 2013 | true",
                "NOT (id = 7 AND year(at) = 2013) | true",
                "NOT (id <> -7 OR position IS NULL) | not ((id <> -7 or position is null))",
                "id NOT BETWEEN 1 AND 3 | not ((id >= 1 and id <= 3))",
                "price = 19.99 OR id = 1 | true",
                "place.x < 1 AND id IS NOT NULL | (not (id is null))",
                "id = 7.5 | true",
                "id IN (1, NULL) | true",
                "at >= TIMESTAMP '2013-01-01 00:00:00' | at >= '2013-01-01T00:00:00Z'",
            })
    void what_a_condition_implies_of_columns_and_constants_is_told(String sql, String implied) {
        assertThat(RowFormula.implied(sql, SCHEMA)).hasToString(implied);
    }

    @Test
    void a_value_has_the_type_of_its_column() {
        ColumnVector days = Vectors.of(Primitive.DATE);
        RowFormula.value("CAST(at AS DATE)", SCHEMA, Primitive.DATE).append(row(), 0, days);
        assertThat(((IntVector) days).get(0)).isEqualTo(15_856);

        ColumnVector small = Vectors.of(Primitive.BYTE);
        RowFormula times = RowFormula.value("id * 100", SCHEMA, Primitive.BYTE);
        assertThatThrownBy(() -> times.append(row(), 0, small)).hasMessageContaining("700 does not fit into BYTE");

        ColumnVector none = Vectors.of(Primitive.LONG);
        RowFormula.value("nullif(id, 7)", SCHEMA, Primitive.LONG).append(row(), 0, none);
        assertThat(((LongVector) none).isNull(0)).isTrue();
        assertThat(RowFormula.value("id + 1", SCHEMA, Primitive.LONG).columns()).containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t.id = 7 AND s.id = 8 | true",
                "T.place.x < 1 AND n.readings.at IS NOT NULL | true",
                "weight2 = 5 AND id2 = 1 | no column 'id2'",
                "id = 7 | id' is a column of several tables (at character 1); write t.id or s.id",
                "t.weight2 = 5 | no column 't.weight2'",
                "x.id = 5 | no column 'x.id'",
                "s.id = 7 | false",
            })
    void columns_of_two_tables_are_told_apart_by_the_names_of_the_tables(String sql, String expected) {
        Schema other = Schema.of(Field.nullable("id", Primitive.LONG), Field.nullable("weight2", Primitive.LONG));
        List<Relation> both = List.of(
                new Relation(List.of("t", "n.readings"), SCHEMA, 0), new Relation(List.of("s"), other, SCHEMA.size()));
        List<Field> fields = new ArrayList<>(SCHEMA.fields());
        fields.add(Field.nullable("s.id", Primitive.LONG));
        fields.add(Field.nullable("s.weight2", Primitive.LONG));
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < SCHEMA.size(); i++) {
            columns.add(row().column(i));
        }
        columns.add(Vectors.constant(Primitive.LONG, Optional.of(new Literal(8L)), 1));
        columns.add(Vectors.constant(Primitive.LONG, Optional.of(new Literal(5L)), 1));
        RowBatch row = RowBatch.of(new Schema(fields), columns);

        if (expected.equals("true") || expected.equals("false")) {
            assertThat(RowFormula.condition(sql, both).isTrue(row, 0)).isEqualTo(Boolean.valueOf(expected));
        } else {
            assertThatThrownBy(() -> RowFormula.condition(sql, both)).hasMessageContaining(expected);
        }
    }

    @Test
    void a_mistake_says_where_it_is() {
        assertThatThrownBy(() -> RowFormula.condition("id = 7 AND nobody = 1", SCHEMA))
                .isInstanceOfSatisfying(FormulaNotUnderstoodException.class, e -> {
                    assertThat(e.offset()).isEqualTo(11);
                    assertThat(e.problem()).startsWith("no column 'nobody'; ");
                });
    }

    @Test
    void a_qualified_name_implies_what_the_name_does() {
        Relation table = new Relation(List.of("t", "n.readings"), SCHEMA, 0);
        assertThat(RowFormula.implied("t.id > 6 AND n.readings.id < 9", table)).hasToString("(id > 6 and id < 9)");
    }
}
