package io.twinlake.dml;

import static io.twinlake.dml.DmlTable.row;
import static io.twinlake.dml.DmlTable.rows;
import static io.twinlake.dml.DmlTable.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements are cut where they say so, and nowhere else. */
class DmlStatementTest {

    @TempDir
    Path folder;

    private DmlTable table = new DmlTable(Path.of("none"));

    @BeforeEach
    void a_table() {
        table = new DmlTable(folder.resolve("t"))
                .create(Map.of("delta.enableDeletionVectors", "true"))
                .append(rows(1, 2), rows(3));
    }

    private ChangeResult run(String sql, RowBatch source) {
        return StatementParser.parse(sql).over(table.latest().schema(), source).run(table.log);
    }

    private ChangeResult run(String sql) {
        return run(sql, RowBatch.empty(new Schema(List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM ns.t WHERE id = 2",
                "delete from ns.t as x where x.id = 2;",
                "DELETE FROM ns.t WHERE ns.t.id = 2 AND t.name = 'n2' AND \"place\" <> 'it''s'",
                "DELETE FROM './some/path' WHERE `id` = 2 -- WHERE id = 3",
                "DELETE FROM ./some/path x WHERE x.`name` = 'n2' /* it's ; \" ` */",
                "DELETE FROM delta.`/some/path` WHERE CASE WHEN id = 2 THEN TRUE ELSE FALSE END",
                "DELETE FROM s3://bucket/table WHERE name = 'n\\u0032' AND id == 2L",
                "DELETE FROM t WHERE id = 2 AND name NOT IN ('WHERE', 'it\\'s', \n\t'a''; b')",
            })
    void a_delete_goes_by_its_condition_however_it_is_written(String sql) {
        assertThat(run(sql).deletedRows()).isEqualTo(1);
        assertThat(table.rows()).containsExactly(text(1), text(3));
    }

    @Test
    void a_delete_without_a_condition_deletes_all() {
        assertThat(run("DELETE FROM t").deletedRows()).isEqualTo(3);
        assertThat(table.rows()).isEmpty();
    }

    @Test
    void an_update_assigns_what_stands_between_its_commas() {
        run(
                "UPDATE t AS u SET u.name = concat('a,', 'WHERE ', \"place\"), amount = CASE WHEN id = 1 THEN 7 END WHERE id IN (1, 2)");

        assertThat(table.rows())
                .containsExactly(
                        text(1, "a,WHERE p1", 7, "p1"),
                        text(2, "a,WHERE p2", 0, "p2").replace("amount=0", "amount=null"),
                        text(3));
    }

    @Test
    void a_merge_has_the_clauses_of_spark() {
        RowBatch source = row(1, "WHEN MATCHED", 5, "x");
        source.appendFrom(row(2, "gone", -1, "x"), 0);
        source.appendFrom(row(9, "new", 90, "x"), 0);
        source.appendFrom(row(10, "skipped", -2, "x"), 0);

        ChangeResult result = run("""
                MERGE INTO ns.t USING 'news.csv' AS s
                ON t.id = s.id AND s.name <> CASE WHEN s.id = 77 THEN 'x' ELSE 'y' END
                WHEN MATCHED AND s.amount < 0 THEN DELETE
                WHEN MATCHED AND s.name = 'WHEN MATCHED' THEN UPDATE SET t.name = s.name, amount = t.amount + s.amount
                WHEN NOT MATCHED BY TARGET AND s.amount > 0 THEN INSERT (id, name, place) VALUES (s.id, upper(s.name), DEFAULT)
                WHEN NOT MATCHED BY SOURCE THEN UPDATE SET place = 'alone'
                """, source);

        assertThat(List.of(result.insertedRows(), result.updatedRows(), result.deletedRows()))
                .containsExactly(1L, 2L, 1L);
        assertThat(table.rows())
                .containsExactly(
                        text(1, "WHEN MATCHED", 15, "p1"),
                        text(3, "n3", 30, "alone"),
                        "id=9 name=NEW amount=null place=null ");
    }

    @Test
    void a_star_takes_every_column_of_the_table_from_the_source() {
        run(
                "MERGE INTO t USING n ON t.id = n.id WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *",
                rows(3, 4));
        assertThat(table.rows()).containsExactly(text(1), text(2), text(3), text(4));

        RowBatch narrow = RowBatch.empty(Schema.of(Field.nullable("id", Primitive.LONG)));
        assertThatThrownBy(() -> run("MERGE INTO t USING n ON t.id = n.id\nWHEN MATCHED THEN UPDATE SET *", narrow))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("line 2, column 30: the source has no column 'name' for *");
    }

    @Test
    void rows_go_together_by_any_condition() {
        ChangeResult result = run(
                "MERGE INTO t USING s ON t.id < s.id AND s.name = 'n3' WHEN MATCHED THEN UPDATE SET place = s.place"
                        + " WHEN NOT MATCHED THEN INSERT *",
                rows(3, 5));

        assertThat(List.of(result.insertedRows(), result.updatedRows())).containsExactly(1L, 2L);
        assertThat(table.rows()).containsExactly(text(1, "n1", 10, "p0"), text(2, "n2", 20, "p0"), text(3), text(5));
    }

    @Test
    void rows_are_inserted_by_values_and_from_sources() {
        run("INSERT INTO t (place, id) VALUES ('here', 4), (DEFAULT, 2 + 3)");
        run("INSERT INTO t TABLE 'more.parquet'", rows(7));
        RowBatch eight = row(8, "eight", 0, "");
        Schema named = Schema.of(Field.nullable("a", Primitive.LONG), Field.nullable("b", Primitive.STRING));
        run(
                "INSERT INTO t (id, name) SELECT a, b FROM x",
                RowBatch.of(named, List.of(eight.column(0), eight.column(1))));

        assertThat(table.rows())
                .containsExactly(
                        text(1),
                        text(2),
                        text(3),
                        "id=4 name=null amount=null place=here ",
                        "id=5 name=null amount=null place=null ",
                        text(7),
                        "id=8 name=eight amount=null place=null ");
    }

    @Test
    void decimals_are_exact_or_refused() {
        DmlTable prices = new DmlTable(folder.resolve("prices"))
                .create(
                        Schema.of(
                                Field.nullable("id", Primitive.LONG),
                                Field.nullable("price", new DataType.Decimal(10, 2)),
                                Field.nullable("total", new DataType.Decimal(38, 4))),
                        Map.of());
        Schema schema = prices.latest().schema();
        StatementParser.parse("INSERT INTO p VALUES (7, 19.995, -1e3BD), (8, 2, NULL)")
                .over(schema)
                .run(prices.log);
        StatementParser.parse("UPDATE p SET total = price, price = id * 2 WHERE id = 8")
                .over(schema)
                .run(prices.log);

        assertThat(prices.rows()).containsExactly("id=7 price=2E+1 total=-1E+3 ", "id=8 price=16 total=2 ");
        for (String refused : List.of("price * 2", "123456789.5", "'1.5'", "0.1 + 0.2")) {
            assertThatThrownBy(() -> StatementParser.parse("UPDATE p SET price = " + refused)
                            .over(schema))
                    .as(refused)
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("line 1, column 22");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "DROP TABLE t | column 1: expected DELETE, UPDATE, MERGE or INSERT, found 'DROP'",
                "SELECT 1 | 'twinlake sql' reads",
                "DELETE FROM t WHERE | column 20: expected a condition, found the end",
                "DELETE FROM t WHERE idd = 1 | column 21: no column 'idd'; did you mean 'id'?",
                "DELETE FROM t AS x WHERE t.id = 1 | column 26: no column 't.id'",
                "DELETE FROM t WHERE name = \"n1\" | column 28: no column 'n1'",
                "DELETE FROM t WHERE id = 1; DELETE FROM t | column 29: expected WHERE or the end",
                "DELETE FROM t WHERE name = 'open | column 28: what begins with ' is not closed",
                "DELETE FROM t WHERE (id = 1 | the formula does not parse",
                "DELETE FROM t WHERE name LIKE 'a' AND id | of type long, expected boolean",
                "UPDATE t SET id = 1, ID = 2 | column 22: column 'id' is assigned twice",
                "UPDATE t SET nam = 'x' | column 14: no column 'nam'; did you mean 'name'?",
                "UPDATE t SET name = DEFAULT | column 21: DEFAULT stands only",
                "UPDATE t SET s.name = 'x' | column 14: 's' is not the table that is changed",
                "MERGE INTO t USING s ON t.id = s.id | column 36: expected WHEN [NOT] MATCHED",
                "MERGE INTO t USING s ON id = s.id WHEN MATCHED THEN DELETE | column 25: 'id' is a column of several tables; write t.id or s.id",
                "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN DELETE | column 59: expected INSERT, found 'DELETE'",
                "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED AND t.id > 1 THEN INSERT * | column 58: no column 't.id'",
                "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN MATCHED THEN UPDATE SET * | column 67: this clause is never reached",
                "MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (1, 2) | column 71: 2 values for 1 columns",
                "MERGE WITH SCHEMA EVOLUTION INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE | column 7: a merge does not change columns",
                "INSERT INTO t VALUES (1, 'x') | column 23: 2 values for 4 columns",
                "INSERT INTO t (id, nme) VALUES (1, 'x') | column 20: no column 'nme'; did you mean 'name'?",
                "INSERT OVERWRITE t VALUES (1) | expected INTO",
            })
    void a_mistake_is_told_by_its_place(String sql, String expected) {
        assertThatThrownBy(() -> StatementParser.parse(sql).over(table.latest().schema(), rows(1)))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining(expected);
    }
}
