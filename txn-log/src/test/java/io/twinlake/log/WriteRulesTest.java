package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.storage.Content;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRulesTest {

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.created();

    @Test
    void a_nullable_column_can_be_added() {
        evolve(Schema.of(
                Tables.SCHEMA.field(0), Tables.SCHEMA.field(1), Field.nullable("more", DataType.Primitive.DOUBLE)));

        assertThat(tables.log().latest().schema().size()).isEqualTo(3);
        assertThat(tables.log().latest().metadata().id())
                .isEqualTo(Tables.metadata().id());
    }

    @Test
    void a_column_that_must_not_be_null_can_not_be_added() {
        assertThatThrownBy(() -> evolve(Schema.of(
                        Tables.SCHEMA.field(0),
                        Tables.SCHEMA.field(1),
                        Field.required("more", DataType.Primitive.DOUBLE))))
                .hasMessageContaining("column 'more' is new and not nullable");
    }

    @Test
    void a_column_can_not_change_its_type_or_go() {
        assertThatThrownBy(() ->
                        evolve(Schema.of(Tables.SCHEMA.field(0), Field.nullable("value", DataType.Primitive.STRING))))
                .hasMessageContaining("column 'value' of type long can't become string");
        assertThatThrownBy(() -> evolve(Schema.of(Tables.SCHEMA.field(0)))).hasMessageContaining("can't be dropped");
    }

    @Test
    void a_file_is_as_old_as_the_begin_of_its_writing_whenever_it_is_added() {
        DataFile file = tables.file("a.parquet").withBegun(tables.clock.instant());
        tables.clock.advance(Duration.ofHours(85));
        Transaction append = log.append("WRITE").add(file);

        assertThatThrownBy(append::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("a.parquet was written PT85H ago, more than PT84H");
    }

    @Test
    void a_file_that_lay_about_for_half_the_retention_is_refused() {
        Transaction append = log.append("WRITE").add(tables.file("a.parquet"));
        tables.clock.advance(Duration.ofHours(85));

        assertThatThrownBy(append::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("a.parquet was written PT85H ago, more than PT84H");
    }

    @Test
    void rows_of_an_append_only_table_stay() {
        log.append("WRITE").add(tables.file("a.parquet")).commit();
        Snapshot snapshot = log.latest();
        Transaction properties = snapshot.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES");
        properties
                .metadata(snapshot.metadata()
                        .withConfiguration(
                                Map.of("delta.appendOnly", "true", "delta.enableInCommitTimestamps", "true")))
                .commit();
        Snapshot now = log.latest();

        assertThatThrownBy(() -> now.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                        .remove(now.files().findFirst().orElseThrow())
                        .commit())
                .hasMessageContaining("delta.appendOnly=true");
    }

    @Test
    void a_file_of_who_does_not_know_the_constraints_is_refused() {
        set(Map.of("delta.constraints.positive", "value > 0"));
        Transaction blind = log.append("WRITE").add(tables.file("a.parquet"));

        assertThatThrownBy(blind::commit)
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("nobody has vouched that it keeps constraint positive (value > 0)");
        log.append("WRITE")
                .add(tables.file("b.parquet"))
                .vouchedFor(log.latest().metadata())
                .commit();
        assertThat(Tables.paths(log.latest())).containsExactly("b.parquet");
    }

    @Test
    void who_wrote_for_another_schema_writes_again() {
        Action.Metadata before = log.latest().metadata();
        evolve(Schema.of(
                Tables.SCHEMA.field(0), Tables.SCHEMA.field(1), Field.nullable("more", DataType.Primitive.DOUBLE)));

        assertThatThrownBy(() -> log.append("WRITE")
                        .add(tables.file("a.parquet"))
                        .vouchedFor(before)
                        .commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("were changed since its rows were written");
    }

    @Test
    void who_vouched_for_older_constraints_is_refused() {
        Action.Metadata before = log.latest().metadata();
        set(Map.of("delta.constraints.positive", "value > 0"));

        assertThatThrownBy(() -> log.append("WRITE")
                        .add(tables.file("a.parquet"))
                        .vouchedFor(before)
                        .commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("rules of the table were changed");
    }

    @Test
    void a_file_with_nulls_in_a_column_that_has_none_is_refused() {
        DataFile file = tables.file("a.parquet");
        var statistics = file.statistics()
                .with(List.of("key"), new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(3)));

        assertThatThrownBy(() -> log.append("WRITE")
                        .add(new DataFile(file.location(), file.size(), file.rows(), statistics))
                        .commit())
                .hasMessageContaining("has 3 rows without 'key', which is NOT NULL");
    }

    private void set(Map<String, String> more) {
        Snapshot snapshot = log.latest();
        Map<String, String> all = new HashMap<>(snapshot.metadata().configuration());
        all.putAll(more);
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(snapshot.metadata().withConfiguration(all))
                .commit();
    }

    @Test
    void domains_of_the_protocol_are_not_for_users() {
        assertThatThrownBy(() -> log.append("SET").domain("delta.rowTracking", "{}"))
                .hasMessageContaining("belongs to the protocol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"materializePartitionColumns", "icebergCompatV9", "catalogManaged"})
    void a_table_that_asks_writers_for_more_is_refused_by_name(String feature) {
        String protocol = "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7,\"writerFeatures\":[\""
                + feature + "\"]}}\n";
        tables.memory.put(tables.commit(1), Content.of(protocol));
        tables.memory.put(tables.commit(2), Content.of("{\"commitInfo\":{\"inCommitTimestamp\":1904067200000}}\n"));

        assertThatThrownBy(() -> tables.log()
                        .append("WRITE")
                        .add(tables.file("a.parquet"))
                        .commit())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining(feature + ", which is not written here");
        assertThat(tables.log().latest().version()).isEqualTo(Version.of(2));
    }

    private void evolve(Schema schema) {
        log.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "ADD COLUMNS")
                .metadata(log.latest().metadata().withSchema(schema))
                .commit();
    }
}
