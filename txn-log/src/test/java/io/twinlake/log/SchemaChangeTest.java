package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SchemaChangeTest {

    private static final Schema NESTED = Schema.of(
            Field.required("key", Primitive.STRING),
            Field.nullable("value", Primitive.INTEGER),
            Field.nullable(
                    "place",
                    new DataType.Struct(
                            List.of(Field.nullable("x", Primitive.FLOAT), Field.nullable("y", Primitive.FLOAT)))),
            Field.nullable("hours", new DataType.Array(Primitive.SHORT, true)));

    private final TableSettings table = new TableSettings();

    private TableSettings nested(Map<String, String> properties) {
        table.log.create(Tables.metadata(NESTED, properties), "CREATE TABLE").commit();
        return table;
    }

    private void change(UnaryOperator<SchemaChange> change) {
        table.with(change.apply(SchemaChange.of(table.log.latest().metadata())).metadata());
    }

    private List<String> names() {
        return table.log.latest().schema().fields().stream().map(Field::name).toList();
    }

    @Test
    void columns_are_added_moved_loosened_and_commented() {
        nested(Map.of());
        change(schema -> schema.add(List.of(), Field.nullable("more", Primitive.DATE))
                .add(List.of("place"), Field.nullable("z", Primitive.FLOAT))
                .move(List.of("more"), 0)
                .loosen(List.of("key"))
                .comment(List.of("key"), "whose \"row\""));

        assertThat(names()).containsExactly("more", "key", "value", "place", "hours");
        Field key = table.log.latest().schema().field(1);
        assertThat(key.nullable()).isTrue();
        assertThat(key.metadata()).containsEntry("comment", "\"whose \\\"row\\\"\"");
        assertThat(((DataType.Struct) table.log.latest().schema().field(3).type()).fields())
                .hasSize(3);
    }

    @Test
    void a_column_is_renamed_and_dropped_where_columns_are_mapped() {
        nested(Map.of("delta.columnMapping.mode", "name"));
        Field value = table.log.latest().schema().field(1);
        change(schema -> schema.rename(List.of("value"), "amount").drop(List.of("place", "x")));

        assertThat(names()).containsExactly("key", "amount", "place", "hours");
        assertThat(table.log.latest().schema().field(1).metadata()).isEqualTo(value.metadata());
    }

    @Test
    void a_column_that_comes_again_is_another_one() {
        nested(Map.of("delta.columnMapping.mode", "name"));
        Field before = table.log.latest().schema().field(1);
        change(schema -> schema.drop(List.of("value")));
        change(schema -> schema.add(List.of(), Field.nullable("value", Primitive.INTEGER)));

        Field again = table.log.latest().schema().field(3);
        assertThat(again.metadata().get("delta.columnMapping.physicalName"))
                .isNotEqualTo(before.metadata().get("delta.columnMapping.physicalName"));
        assertThat(again.metadata()).containsEntry("delta.columnMapping.id", "7");
        assertThat(table.property("delta.columnMapping.maxColumnId")).isEqualTo("7");
    }

    @Test
    void a_partition_column_is_the_same_whatever_the_case_of_its_name() {
        var log = new ForeignLog(table.tables);
        log.commit(
                0,
                log.protocol("columnMapping"),
                log.metadata(
                        Tables.SCHEMA,
                        List.of("KEY"),
                        Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "0")));
        refused(schema -> schema.drop(List.of("key")), "partitions the table and can't be dropped");
        Action.Metadata now = table.log.latest().metadata();
        table.with(log.metadata(now.schema(), List.of("Key"), now.configuration()));
        change(schema -> schema.rename(List.of("key"), "id"));

        assertThat(table.log.latest().metadata().partitionColumns()).containsExactly("id");
    }

    @Test
    void a_partition_column_is_renamed_with_its_table() {
        Action.Metadata plain = Tables.metadata(NESTED, Map.of("delta.columnMapping.mode", "name"));
        table.log
                .create(
                        new Action.Metadata(
                                plain.id(),
                                plain.name(),
                                plain.description(),
                                "parquet",
                                NESTED,
                                List.of("key"),
                                plain.configuration(),
                                plain.createdTime()),
                        "CREATE TABLE")
                .commit();
        change(schema -> schema.rename(List.of("key"), "id"));

        assertThat(table.log.latest().metadata().partitionColumns()).containsExactly("id");
        assertThatThrownBy(() -> change(schema -> schema.drop(List.of("id"))))
                .hasMessageContaining("partitions the table and can't be dropped");
    }

    @Test
    void wider_types_are_noted_where_they_are() {
        nested(Map.of("delta.enableTypeWidening", "true"));
        change(schema -> schema.widen(List.of("value"), Primitive.LONG)
                .widen(List.of("hours", "element"), Primitive.INTEGER)
                .widen(List.of("place", "x"), Primitive.DOUBLE));

        Schema now = table.log.latest().schema();
        assertThat(now.field(1).metadata())
                .containsEntry("delta.typeChanges", "[{\"fromType\":\"integer\",\"toType\":\"long\"}]");
        assertThat(now.field(3).metadata())
                .containsEntry(
                        "delta.typeChanges",
                        "[{\"fromType\":\"short\",\"toType\":\"integer\",\"fieldPath\":\"element\"}]");
        assertThat(now.field(2).metadata()).isEmpty();
        assertThat(((DataType.Struct) now.field(2).type()).fields().get(0).metadata())
                .containsEntry("delta.typeChanges", "[{\"fromType\":\"float\",\"toType\":\"double\"}]");
        assertThat(table.protocol().readerFeatures()).containsExactly("typeWidening");
    }

    @Test
    void what_is_noted_of_types_is_kept_whoever_leaves_it_out() {
        nested(Map.of("delta.enableTypeWidening", "true"));
        change(schema -> schema.widen(List.of("hours", "element"), Primitive.INTEGER));
        Field noted = table.log.latest().schema().field(3);
        table.with(table.log
                .latest()
                .metadata()
                .withSchema(Schema.of(
                        NESTED.field(0),
                        Field.nullable("value", Primitive.LONG),
                        NESTED.field(2),
                        Field.nullable("hours", noted.type()))));

        assertThat(table.log.latest().schema().field(3)).isEqualTo(noted);
        assertThat(table.log.latest().schema().field(1).metadata()).containsKey("delta.typeChanges");
    }

    @Test
    void a_column_that_the_table_is_clustered_by_is_not_dropped() {
        nested(Map.of("delta.columnMapping.mode", "name"));
        cluster(List.of("place.x"));

        change(schema -> schema.rename(List.of("place"), "spot").drop(List.of("spot", "y")));
        assertThatThrownBy(() -> change(schema -> schema.drop(List.of("spot"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is clustered by [spot.x]")
                .hasMessageContaining("cluster it by other columns first");
        cluster(List.of("key"));
        change(schema -> schema.drop(List.of("spot")));
        assertThat(names()).containsExactly("key", "value", "hours");
    }

    private void cluster(List<String> columns) {
        table.log
                .latest()
                .transaction(IsolationLevel.SERIALIZABLE, "CLUSTER BY")
                .clusteredBy(columns)
                .commit();
    }

    @Test
    void what_readers_could_not_follow_is_refused_with_the_remedy() {
        nested(Map.of("delta.constraints.c", "value > 0"));

        refused(schema -> schema.drop(List.of("hours")), "can't be dropped", "delta.columnMapping.mode=name first");
        refused(schema -> schema.rename(List.of("hours"), "h"), "dropped or renamed", "columnMapping.mode=name");
        refused(
                schema -> schema.widen(List.of("value"), Primitive.LONG),
                "long",
                "delta.enableTypeWidening=true first");
        refused(schema -> schema.widen(List.of("value"), Primitive.STRING), "value", "Add a column of that type");
        refused(
                schema -> schema.add(List.of(), Field.required("n", Primitive.LONG)),
                "not nullable",
                "Add it nullable");
        refused(schema -> schema.add(List.of(), Field.nullable("KEY", Primitive.LONG)), "key", "there already");
        refused(schema -> schema.add(List.of(), Field.nullable("a b", Primitive.LONG)), "a b", "mode=name");
        refused(schema -> schema.drop(List.of("nobody")), "no column 'nobody'", "key");
        table.set("delta.columnMapping.mode", "name").set("delta.enableTypeWidening", "true");
        refused(schema -> schema.rename(List.of("value"), "v"), "constraint 'c'", "Drop the constraint first");
        refused(schema -> schema.drop(List.of("value")), "constraint 'c'", "Drop the constraint first");
        refused(schema -> schema.widen(List.of("value"), Primitive.LONG), "widened", "Drop the constraint first");
    }

    private void refused(UnaryOperator<SchemaChange> change, String... words) {
        assertThatThrownBy(() -> change(change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }
}
