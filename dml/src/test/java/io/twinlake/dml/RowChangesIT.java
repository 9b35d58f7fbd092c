package io.twinlake.dml;

import static io.twinlake.dml.DmlTable.row;
import static io.twinlake.dml.DmlTable.rows;
import static io.twinlake.dml.DmlTable.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.log.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows are deleted, updated, merged and overwritten, whatever the table's features; Delta Kernel reads the same. */
class RowChangesIT {

    private static final Map<String, String> VECTORS = Map.of("delta.enableDeletionVectors", "true");

    @TempDir
    Path folder;

    static Stream<Arguments> tables() {
        Map<String, String> everything = new HashMap<>(VECTORS);
        everything.putAll(Map.of(
                "delta.columnMapping.mode", "name",
                "delta.enableRowTracking", "true",
                "delta.enableChangeDataFeed", "true"));
        return Stream.of(
                Arguments.of(Map.of(), new String[0]),
                Arguments.of(VECTORS, new String[0]),
                Arguments.of(Map.of("delta.columnMapping.mode", "id"), new String[] {"place"}),
                Arguments.of(Map.of("delta.enableRowTracking", "true"), new String[0]),
                Arguments.of(Map.of("delta.enableChangeDataFeed", "true"), new String[] {"place"}),
                Arguments.of(everything, new String[] {"place"}));
    }

    private DmlTable table(Map<String, String> properties, String... partitions) {
        return new DmlTable(folder.resolve("t")).create(properties, partitions);
    }

    private static void assertRows(DmlTable table, String... expected) {
        List<String> sorted = Stream.of(expected).sorted().toList();
        assertThat(table.rows()).isEqualTo(sorted);
        assertThat(table.kernelRows()).isEqualTo(sorted);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void every_change_gives_the_rows_that_it_says(Map<String, String> properties, String[] partitions) {
        DmlTable table = table(properties, partitions)
                .append(rows(1, 2, 3, 4), rows(5, 6))
                .append(rows(7, 8, 9));

        ChangeResult deleted = new Delete(Condition.sql("id % 4 = 3")).run(table.log);
        assertThat(deleted.deletedRows()).isEqualTo(2);
        assertRows(table, text(1), text(2), text(4), text(5), text(6), text(8), text(9));

        new Update(
                        Condition.of(new Predicate.Compare("id", Predicate.Operator.AT_LEAST, Literal.of(8))),
                        Map.of("name", Assignment.sql("name || '!'"), "amount", Assignment.sql("amount + id")))
                .run(table.log);
        assertRows(
                table, text(1), text(2), text(4), text(5), text(6), text(8, "n8!", 88, "p2"), text(9, "n9!", 99, "p0"));

        ChangeResult merged = merge().run(table.log);
        assertThat(List.of(merged.insertedRows(), merged.updatedRows(), merged.deletedRows()))
                .containsExactly(1L, 2L, 2L);
        assertRows(
                table,
                text(2, "n2", 20, "far"),
                text(4, "n4", 444, "p1"),
                text(5),
                text(6),
                text(8, "n8!", 88, "p2"),
                text(10, "new", 1, "p1"));

        Overwrite.where(Condition.sql("place = 'p1'"), List.of(row(20, "x", 2, "p1")))
                .run(table.log);
        assertRows(table, text(2, "n2", 20, "far"), text(5), text(6), text(8, "n8!", 88, "p2"), text(20, "x", 2, "p1"));

        Overwrite.all(List.of(rows(30, 31))).run(table.log);
        assertRows(table, text(30), text(31));
        assertThat(new Delete(Condition.sql("id = 7")).run(table.log).version()).isEmpty();
    }

    private static Merge merge() {
        return Merge.of(mergeSource(), Map.of("id", "id"))
                .whenMatchedDelete(Condition.sql("source.amount < 0"))
                .whenMatchedUpdate(Condition.always(), Map.of("amount", Assignment.sql("source.amount")))
                .whenNotMatchedInsertAll()
                .whenNotMatchedBySourceUpdate(
                        Condition.sql("target.id = 2"), Map.of("place", Assignment.value(new Literal("far"))))
                .whenNotMatchedBySourceDelete(Condition.sql("target.id = 9"));
    }

    private static io.twinlake.format.RowBatch mergeSource() {
        var source = row(4, "ignored", 444, "p9");
        source.appendFrom(row(1, "gone", -1, "p1"), 0);
        source.appendFrom(row(10, "new", 1, "p1"), 0);
        return source;
    }

    @Test
    void a_deletion_vector_is_written_where_the_table_wants_it_and_a_new_file_elsewhere() {
        DmlTable marked = table(VECTORS).append(rows(1, 2, 3));
        DmlTable rewritten = new DmlTable(folder.resolve("u")).create(Map.of()).append(rows(1, 2, 3));

        assertThat(new Delete(Condition.sql("id = 2")).run(marked.log))
                .extracting(ChangeResult::filesMarked, ChangeResult::filesAdded)
                .containsExactly(1, 0);
        assertThat(new Delete(Condition.sql("id = 3")).run(marked.log).filesMarked())
                .isEqualTo(1);
        assertThat(new Delete(Condition.sql("id = 2")).run(rewritten.log))
                .extracting(ChangeResult::filesMarked, ChangeResult::filesAdded, ChangeResult::filesRemoved)
                .containsExactly(0, 1, 1);
        assertThat(marked.files()).singleElement().satisfies(file -> {
            assertThat(file.deletionVector().orElseThrow().cardinality()).isEqualTo(2);
            assertThat(file.stats().orElseThrow()).contains("\"numRecords\":3", "\"tightBounds\":false");
        });
        assertRows(marked, text(1));
        new Delete(Condition.sql("id = 1")).run(marked.log);
        assertThat(marked.files()).isEmpty();
    }

    @Test
    void rows_keep_their_ids_wherever_they_are_written() {
        DmlTable table = table(Map.of("delta.enableRowTracking", "true"))
                .append(rows(1, 2, 3))
                .append(rows(4, 5));
        new Update(Condition.sql("id = 2"), Map.of("name", Assignment.sql("'two'"))).run(table.log);

        assertThat(RowIdsOf.rows(table.latest()))
                .containsExactlyInAnyOrder("1 -> 0 of 1", "2 -> 1 of 3", "3 -> 2 of 1", "4 -> 3 of 2", "5 -> 4 of 2");
        new Delete(Condition.sql("id = 4")).run(table.log);
        table.append(rows(6));
        assertThat(RowIdsOf.rows(table.latest()))
                .containsExactlyInAnyOrder("1 -> 0 of 1", "2 -> 1 of 3", "3 -> 2 of 1", "5 -> 4 of 2", "6 -> 9 of 5");
    }

    @Test
    void partitions_of_new_rows_are_overwritten_and_others_are_not() {
        DmlTable table = table(Map.of(), "place").append(rows(1, 2, 3, 4));
        Overwrite.partitions(List.of(row(40, "x", 0, "p1"))).run(table.log);

        assertRows(table, text(2), text(3), text(40, "x", 0, "p1"));
        assertThatThrownBy(() -> Overwrite.where(Condition.sql("place = 'p1'"), List.of(rows(2)))
                        .run(table.log))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("(id = 2, name = n2, amount = 20, place = p2) is not among those");
    }

    @Test
    void odd_partition_values_survive() {
        DmlTable table = table(Map.of(), "place");
        List<String> places = List.of("a/b", "50%", "x=y", "ü ö", "_hidden", "null", "a:b#c", "#\"'\\");
        places.forEach(place -> table.append(row(1, "n", 1, place)));
        table.append(row(2, "n", 1, ""));

        String[] expected = Stream.concat(places.stream(), Stream.of("null"))
                .map(place -> text(1, "n", 1, place))
                .toArray(String[]::new);
        expected[expected.length - 1] = text(2, "n", 1, "null");
        assertRows(table, expected);
        assertThat(table.files()).hasSize(9);
    }

    @Test
    void several_rows_of_the_source_for_one_row_are_an_error() {
        DmlTable table = table(Map.of()).append(rows(1, 2));
        Merge merge = Merge.of(rows(1, 1), Map.of("id", "id")).whenMatchedUpdateAll();

        assertThatThrownBy(() -> merge.run(table.log))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("several rows of the source would change the row (id = 1");
    }

    @Test
    void a_row_that_several_rows_of_the_source_delete_is_deleted_once_if_nothing_else_could_become_of_it() {
        DmlTable table =
                table(Map.of("delta.enableChangeDataFeed", "true"), "place").append(rows(1, 2, 4));
        Merge twice = Merge.of(rows(1, 1, 5, 5), Map.of("id", "id"));

        ChangeResult result = twice.whenMatchedDelete(Condition.always())
                .whenNotMatchedInsertAll()
                .run(table.log);

        assertThat(List.of(result.deletedRows(), result.insertedRows())).containsExactly(1L, 2L);
        assertRows(table, text(2), text(4), text(5), text(5));
        assertThat(ChangesOf.version(table, 2))
                .containsExactlyInAnyOrder(text(1) + "delete", text(5) + "insert", text(5) + "insert");
        for (Merge other : List.of(
                twice.whenMatchedDelete(Condition.sql("source.amount > 0")),
                twice.whenMatchedDelete(Condition.always()).whenMatchedUpdateAll())) {
            assertThatThrownBy(() -> other.run(table.log)).isInstanceOf(ConstraintViolationException.class);
        }
    }

    @Test
    void keys_of_two_kinds_are_an_error_and_not_taken_for_keys_that_are_not_there() {
        DmlTable table = table(Map.of()).append(rows(1, 2));
        for (DataType kind :
                List.of(DataType.Primitive.DOUBLE, new DataType.Decimal(10, 0), DataType.Primitive.STRING)) {
            RowBatch source = RowBatch.of(
                    Schema.of(Field.nullable("k", kind)), List.of(Vectors.constant(kind, Optional.empty(), 1)));
            assertThatThrownBy(() -> Merge.of(source, Map.of("id", "k"))
                            .whenNotMatchedInsert(Condition.always(), Map.of("id", Assignment.sql("7")))
                            .run(table.log))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "key 'id' of type LONG can't be equal to 'k' of the source, which is of type " + kind);
        }
    }

    @Test
    void a_number_is_the_same_key_whatever_its_width() {
        DmlTable table = table(Map.of()).append(rows(1, 2));
        RowBatch source = RowBatch.empty(Schema.of(Field.nullable("k", DataType.Primitive.LONG)));
        source.longs(0).append(10);
        source.longs(0).append(5_000_000_000L);
        source.longs(0).appendNull();
        Merge.of(source, Map.of("amount", "k"))
                .whenMatchedDelete(Condition.always())
                .run(table.log);
        assertRows(table, text(2));
    }

    @Test
    void bytes_that_are_no_text_are_no_partition_value() {
        Schema schema = Schema.of(
                Field.nullable("id", DataType.Primitive.LONG), Field.nullable("b", DataType.Primitive.BINARY));
        DmlTable table = new DmlTable(folder.resolve("t")).create(schema, Map.of(), "b");
        RowBatch batch = RowBatch.empty(schema);
        batch.longs(0).append(1);
        batch.bytes(1).append(new byte[] {(byte) 0xff, 1});

        assertThatThrownBy(() -> table.append(batch))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("the bytes ff01 can't be the value of a partition column");
    }

    @Test
    void a_column_is_assigned_once() {
        DmlTable table = table(Map.of()).append(rows(1));
        Update twice =
                new Update(Condition.always(), Map.of("name", Assignment.sql("'a'"), "NAME", Assignment.sql("'b'")));

        assertThatThrownBy(() -> twice.run(table.log)).hasMessageContaining("column 'name' is assigned two values");
    }

    @Test
    void files_that_an_sql_condition_rules_out_are_not_read() throws IOException {
        DmlTable table = table(Map.of()).append(rows(1, 2, 3));
        String other = table.files().get(0).path();
        table.append(rows(11, 12, 13));
        Files.delete(folder.resolve("t").resolve(other));

        assertThat(new Delete(Condition.sql("id > 10 AND name LIKE '%2'"))
                        .plan(table.latest())
                        .deletedRows())
                .isEqualTo(1);
    }

    @Test
    void a_plan_says_what_it_would_do() {
        DmlTable table = table(Map.of()).append(rows(LongStream.range(0, 10).toArray()));
        ChangePlan plan = new Delete(Condition.sql("id < 3")).plan(table.latest());

        assertThat(plan.toString())
                .contains("DELETE on version 1", "deletes 3", "delete where id < 3", "3 of 10 rows of part-");
        assertThat(table.rows()).hasSize(10);
        plan.run();
        assertThat(table.rows()).hasSize(7);
    }

    @Test
    void changes_are_kept_for_readers_of_changes_where_they_can_not_be_inferred() {
        DmlTable table =
                table(Map.of("delta.enableChangeDataFeed", "true"), "place").append(rows(1, 2, 3, 4));
        new Update(Condition.sql("id = 4"), Map.of("amount", Assignment.sql("0"))).run(table.log);

        assertThat(ChangesOf.version(table, 2))
                .containsExactlyInAnyOrder(text(4) + "update_preimage", text(4, "n4", 0, "p1") + "update_postimage");
        new Delete(Condition.sql("id = 2")).run(table.log);
        assertThat(table.log.read(io.twinlake.log.Version.of(3)).orElseThrow().all(Action.AddChangeFile.class))
                .isEmpty();
        Merge.of(rows(1, 8), Map.of("id", "id"))
                .whenMatchedDelete(Condition.always())
                .whenNotMatchedInsertAll()
                .run(table.log);
        assertThat(ChangesOf.version(table, 4)).containsExactlyInAnyOrder(text(1) + "delete", text(8) + "insert");
    }
}
