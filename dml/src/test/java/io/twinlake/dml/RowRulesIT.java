package io.twinlake.dml;

import static io.twinlake.dml.DmlTable.row;
import static io.twinlake.dml.DmlTable.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.SchemaChange;
import io.twinlake.log.Snapshot;
import io.twinlake.log.UnsupportedTableException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table asks of its rows is kept on every write, or the write is refused. */
class RowRulesIT {

    @TempDir
    Path folder;

    private DmlTable table;

    @BeforeEach
    void open() {
        table = new DmlTable(folder.resolve("t"));
    }

    private static Field noted(String name, DataType type, String key, String json) {
        return new Field(name, type, true, Map.of(key, json));
    }

    @Test
    void a_row_that_breaks_a_constraint_is_shown_with_it_and_nothing_is_written() {
        table.create(Map.of("delta.constraints.cheap", "amount < 100 OR place = 'p0'"))
                .append(row(1, "a", 99, "p1"));

        assertThatThrownBy(() -> table.append(row(2, "b", 1, "p1"), row(3, "c", 100, "p1")))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("row (id = 3, name = c, amount = 100, place = p1) breaks constraint cheap"
                        + " (amount < 100 OR place = 'p0')");
        assertThatThrownBy(() ->
                        new Update(Condition.always(), Map.of("amount", Assignment.sql("amount * 2"))).run(table.log))
                .isInstanceOf(ConstraintViolationException.class);
        assertThatThrownBy(() -> Merge.of(row(1, "z", 5000, "p1"), Map.of("id", "id"))
                        .whenMatchedUpdateAll()
                        .run(table.log))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(table.rows()).containsExactly(text(1, "a", 99, "p1"));
        assertThat(folder.resolve("t").toFile().list((dir, name) -> name.endsWith(".parquet")))
                .hasSize(1);
    }

    @Test
    void a_constraint_that_is_null_of_a_row_is_broken() {
        table.create(Map.of("delta.constraints.cheap", "amount < 100"));
        RowBatch withoutAmount = RowBatch.empty(Schema.of(DmlTable.SCHEMA.field(0)));
        withoutAmount.longs(0).append(1);

        assertThatThrownBy(() -> table.append(withoutAmount)).hasMessageContaining("breaks constraint cheap");
    }

    @Test
    void a_rule_that_is_not_understood_refuses_the_write_by_name() {
        table.create(Map.of("delta.constraints.odd", "soundex(name) = 'N000'"));

        assertThatThrownBy(() -> table.append(row(1, "a", 1, "p")))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContainingAll("constraint odd of", "unknown function 'soundex'", "another client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name <> 'a\\\\b'", "name <> 'it\\'s'", "name <> \"a\""})
    void a_rule_that_others_read_differently_refuses_the_write(String sql) {
        table.create(Map.of("delta.constraints.odd", sql));

        assertThatThrownBy(() -> table.append(row(1, "a\\b", 1, "p")))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContainingAll("constraint odd of", "is not understood");
    }

    @Test
    void a_wildcard_that_is_escaped_is_read_alike_by_all() {
        table.create(Map.of("delta.constraints.percent", "name LIKE '%5\\%'"));

        table.append(row(1, "5%", 1, "p"));
        assertThatThrownBy(() -> table.append(row(1, "50", 1, "p"))).hasMessageContaining("breaks constraint percent");
    }

    @Test
    void identity_columns_are_refused_by_name() {
        table.create(Map.of());
        Schema identity = Schema.of(new Field(
                "id",
                Primitive.LONG,
                true,
                Map.of(
                        "delta.identity.start",
                        "1",
                        "delta.identity.step",
                        "1",
                        "delta.identity.allowExplicitInsert",
                        "true")));

        assertThatThrownBy(() -> new DmlTable(folder.resolve("i")).create(identity, Map.of()))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("identityColumns");
    }

    @Test
    void invariants_are_kept_nested_ones_too() {
        Schema schema = Schema.of(
                noted(
                        "a",
                        Primitive.LONG,
                        "delta.invariants",
                        "\"{\\\"expression\\\":{\\\"expression\\\":\\\"a > 3\\\"}}\""),
                Field.nullable("s", new DataType.Struct(List.of(Field.required("x", Primitive.LONG)))));
        table.create(schema, Map.of());

        assertThatThrownBy(() -> table.append(nested(schema, 3, false)))
                .hasMessageContaining("breaks constraint delta.invariants.a (a > 3)");
        assertThatThrownBy(() -> table.append(nested(schema, 4, true)))
                .hasMessageContaining("has no 's.x', which is NOT NULL");
        table.append(nested(schema, 4, false));
        assertThat(table.latest().protocol().writerFeatures()).contains("invariants");
    }

    private static RowBatch nested(Schema schema, long a, boolean withoutX) {
        RowBatch batch = RowBatch.empty(schema);
        batch.longs(0).append(a);
        StructVector struct = (StructVector) batch.column(1);
        if (withoutX) {
            struct.field(0).appendNull();
        } else {
            ((io.twinlake.format.LongVector) struct.field(0)).append(1);
        }
        struct.endRow();
        return batch;
    }

    @Test
    void generated_columns_and_defaults_fill_in_what_a_row_leaves_out() {
        Schema schema = Schema.of(
                Field.nullable("id", Primitive.LONG),
                noted("twice", Primitive.LONG, "delta.generationExpression", "\"id * 2\""),
                noted("place", Primitive.STRING, "CURRENT_DEFAULT", "\"'home'\""),
                noted("price", new DataType.Decimal(20, 2), "CURRENT_DEFAULT", "\"1.5\""),
                noted("at", Primitive.TIMESTAMP, "CURRENT_DEFAULT", "\"current_timestamp()\""));
        table.create(schema, Map.of());
        RowBatch ids = RowBatch.empty(Schema.of(schema.field(0)));
        ids.longs(0).append(21);
        table.append(ids);

        assertThat(table.rows()).singleElement().asString().startsWith("id=21 twice=42 place=home price=1.5 at=20");
        new Update(Condition.always(), Map.of("id", Assignment.sql("id + 1"))).run(table.log);
        assertThat(table.rows()).singleElement().asString().startsWith("id=22 twice=44");
        RowBatch wrong = RowBatch.empty(Schema.of(schema.field(0), schema.field(1)));
        wrong.longs(0).append(1);
        wrong.longs(1).append(3);
        assertThatThrownBy(() -> table.append(wrong))
                .hasMessageContaining("breaks generated column twice (id * 2)")
                .hasMessageContaining("it would be 2");
    }

    @Test
    void a_constraint_is_added_only_if_the_rows_that_are_there_keep_it() {
        table.create(Map.of()).append(row(1, "a", 5, "p"), row(2, "b", 50, "p"));

        assertThatThrownBy(() -> new AddConstraint("small", "amount < 50").run(table.log))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("(id = 2, name = b, amount = 50, place = p)");
        new AddConstraint("small", "amount <= 50").run(table.log);
        assertThatThrownBy(() -> table.append(row(3, "c", 51, "p"))).hasMessageContaining("constraint small");
        assertThatThrownBy(() -> new AddConstraint("SMALL", "true").run(table.log))
                .hasMessageContaining("is there already");
    }

    @Test
    void a_constraint_is_added_whatever_the_rows_that_are_there_do_to_others() {
        table.create(Map.of()).append(row(1, "a", 5, "p"));
        for (String[] other : new String[][] {{"broken", "amount > 100"}, {"odd", "soundex(name) = 'N000'"}}) {
            Snapshot before = table.log.latest();
            Map<String, String> properties = new HashMap<>(before.metadata().configuration());
            properties.put("delta.constraints." + other[0], other[1]);
            before.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                    .metadata(before.metadata().withConfiguration(properties))
                    .commit();
        }

        new AddConstraint("Small", "amount < 50").run(table.log);
        assertThat(table.latest().metadata().configuration())
                .containsEntry("delta.constraints.small", "amount < 50")
                .containsKeys("delta.constraints.broken", "delta.constraints.odd");
        assertThatThrownBy(() -> new AddConstraint("smaller", "amount < 5").run(table.log))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("breaks constraint smaller (amount < 5)");
    }

    @Test
    void rows_that_were_checked_against_other_constraints_are_not_committed() {
        table.create(Map.of());
        try (TableWriter writer = TableWriter.to(table.log.latest())) {
            writer.write(row(1, "a", 500, "p"));
            new AddConstraint("small", "amount <= 50").run(table.log);
            assertThatThrownBy(() -> writer.addTo(table.log.append("WRITE")).commit())
                    .isInstanceOf(CommitConflictException.class)
                    .hasMessageContaining("rules of the table were changed since its rows were written");
        }
    }

    @Test
    void a_column_that_is_not_there_or_of_another_type_is_refused() {
        table.create(Map.of());
        RowBatch unknown = RowBatch.empty(Schema.of(Field.nullable("nobody", Primitive.LONG)));
        unknown.longs(0).append(1);
        assertThatThrownBy(() -> table.append(unknown)).hasMessageContaining("column 'nobody' is not in");
        RowBatch other = RowBatch.of(
                Schema.of(Field.nullable("id", Primitive.STRING)),
                List.of(Vectors.constant(Primitive.STRING, java.util.Optional.empty(), 1)));
        assertThatThrownBy(() -> table.append(other)).hasMessageContaining("column 'id' is of type STRING");
    }

    @Test
    void statistics_are_of_the_columns_that_the_table_names() {
        table.create(Map.of("delta.dataSkippingStatsColumns", "amount,`place`")).append(row(1, "a", 5, "p"));
        assertThat(table.files().get(0).stats())
                .contains("{\"numRecords\":1,\"minValues\":{\"amount\":5,\"place\":\"p\"},"
                        + "\"maxValues\":{\"amount\":5,\"place\":\"p\"},\"nullCount\":{\"amount\":0,\"place\":0}}");
        DmlTable first = new DmlTable(folder.resolve("f")).create(Map.of("delta.dataSkippingNumIndexedCols", "1"));
        first.append(row(1, "a", 5, "p"));
        assertThat(first.files().get(0).stats().orElseThrow()).contains("\"minValues\":{\"id\":1}");
    }

    @Test
    void rows_of_an_evolved_table_are_written_under_its_physical_names() {
        table.create(Map.of("delta.columnMapping.mode", "name")).append(row(1, "a", 5, "p"));
        Snapshot before = table.log.latest();
        before.transaction(IsolationLevel.SERIALIZABLE, "CHANGE COLUMN")
                .metadata(SchemaChange.of(before.metadata())
                        .rename(List.of("name"), "title")
                        .drop(List.of("place"))
                        .add(List.of(), Field.nullable("place", Primitive.LONG))
                        .metadata())
                .commit();
        RowBatch more = RowBatch.empty(table.log.latest().schema());
        more.longs(0).append(2);
        more.bytes(1).append("b");
        more.column(2).appendNull();
        more.longs(3).append(7);
        table.append(more);

        assertThat(table.rows())
                .containsExactly("id=1 title=a amount=5 place=null ", "id=2 title=b amount=null place=7 ");
        assertThat(table.kernelRows()).isEqualTo(table.rows());
    }
}
