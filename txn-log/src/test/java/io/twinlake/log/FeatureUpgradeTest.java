package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.IndexedColumns;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties ask for features; the protocol goes up by what is needed and no more. */
class FeatureUpgradeTest {

    private final TableSettings table = new TableSettings();

    @Test
    void a_new_table_asks_readers_for_nothing() {
        assertThat(table.create(Map.of()).protocol())
                .isEqualTo(new Action.Protocol(
                        1, 7, Set.of(), Set.of("inCommitTimestamp", "domainMetadata", "invariants")));
    }

    @ParameterizedTest
    @CsvSource({
        "delta.enableDeletionVectors, true, 3, deletionVectors",
        "delta.columnMapping.mode, name, 2, columnMapping",
        "delta.columnMapping.mode, id, 2, columnMapping",
        "delta.enableTypeWidening, true, 3, typeWidening",
        "delta.checkpointPolicy, v2, 3, v2Checkpoint",
        "delta.feature.vacuumProtocolCheck, supported, 3, vacuumProtocolCheck",
        "delta.enableRowTracking, true, 1, rowTracking",
        "delta.enableChangeDataFeed, true, 1, changeDataFeed",
        "delta.appendOnly, true, 1, appendOnly",
        "delta.constraints.c, value > 0, 1, checkConstraints",
    })
    void a_property_brings_its_feature(String key, String value, int reader, String feature) {
        Action.Protocol created = table.create(Map.of(key, value)).protocol();

        assertThat(created.minReaderVersion()).isEqualTo(reader);
        assertThat(created.minWriterVersion()).isEqualTo(7);
        assertThat(created.writerFeatures()).contains(feature);
        assertThat(created.readerFeatures()).isEqualTo(reader == 3 ? Set.of(feature) : Set.of());
        assertThat(table.property("delta.feature.vacuumProtocolCheck")).isEqualTo("null");
    }

    @Test
    void old_versions_become_lists_only_where_they_would_mean_too_much() {
        table.createdByOthers(new Action.Protocol(1, 2, Set.of(), Set.of())).set("delta.enableChangeDataFeed", "true");
        assertThat(table.protocol())
                .isEqualTo(new Action.Protocol(1, 7, Set.of(), Set.of("appendOnly", "invariants", "changeDataFeed")));
    }

    @Test
    void old_versions_stay_versions_where_they_mean_just_that() {
        table.createdByOthers(new Action.Protocol(1, 2, Set.of(), Set.of())).set("delta.constraints.c", "value > 0");
        assertThat(table.protocol()).isEqualTo(new Action.Protocol(1, 3, Set.of(), Set.of()));
    }

    @Test
    void a_property_that_needs_nothing_leaves_the_protocol() {
        Action.Protocol old = new Action.Protocol(1, 2, Set.of(), Set.of());
        table.createdByOthers(old).set("delta.checkpointInterval", "100");
        assertThat(table.protocol()).isEqualTo(old);
        assertThat(table.log.read(Version.of(1)).orElseThrow().all(Action.Protocol.class))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "delta.madeUp, 1, not known here",
        "delta.enableIcebergCompatV2, true, not known here",
        "delta.appendOnly, perhaps, expected true or false",
        "delta.deletedFileRetentionDuration, soon, expected for example",
        "delta.checkpointInterval, 0, expected at least 1",
        "delta.isolationLevel, Chaos, expected Serializable or WriteSerializable",
        "delta.columnMapping.mode, magic, expected none",
        "delta.columnMapping.maxColumnId, 99, set by the log itself",
        "delta.feature.unheardOf, supported, expected 'supported' and a feature that is known",
        "delta.columnMapping.mode, id, can only go from none to name",
    })
    void a_property_that_could_not_be_kept_is_refused_when_it_is_set(String key, String value, String problem) {
        table.create(Map.of());
        assertThatThrownBy(() -> table.set(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void columns_of_changes_are_no_columns_of_the_table() {
        table.create(Map.of());
        table.with(SchemaChange.of(table.log.latest().metadata())
                .add(
                        List.of(),
                        io.twinlake.format.Field.nullable("_change_type", io.twinlake.format.DataType.Primitive.STRING))
                .metadata());
        assertThatThrownBy(() -> table.set("delta.enableChangeDataFeed", "true"))
                .hasMessageContaining("'_change_type' has a name that");
    }

    @Test
    void unknown_properties_that_are_there_are_kept() {
        table.tables.memory.put(
                table.tables.commit(0),
                io.twinlake.storage.Content.of(ActionWriter.bytes(List.of(
                        new Action.Protocol(1, 2, Set.of(), Set.of()),
                        Tables.metadata(Tables.SCHEMA, Map.of("delta.madeUp", "1", "mine", "2"))))));
        table.set("delta.checkpointInterval", "7");

        assertThat(table.property("delta.madeUp")).isEqualTo("1");
        assertThat(table.property("mine")).isEqualTo("2");
    }

    @Test
    void commits_begin_to_carry_their_time_in_mid_table() {
        table.createdByOthers(new Action.Protocol(1, 2, Set.of(), Set.of()));
        long before = table.log.latest().timestamp().toEpochMilli();
        table.set("delta.enableInCommitTimestamps", "true");
        long enabled = table.log.latest().timestamp().toEpochMilli();

        assertThat(enabled).isGreaterThan(before);
        assertThat(table.property("delta.inCommitTimestampEnablementVersion")).isEqualTo("1");
        assertThat(table.property("delta.inCommitTimestampEnablementTimestamp")).isEqualTo(Long.toString(enabled));
        table.tables.clock.advance(Duration.ofSeconds(5));
        table.append("a.parquet");
        assertThat(table.log.asOf(java.time.Instant.ofEpochMilli(enabled)).version())
                .isEqualTo(Version.of(1));
        assertThat(table.log.asOf(java.time.Instant.ofEpochMilli(before)).version())
                .isEqualTo(Version.of(0));
        table.set("delta.enableInCommitTimestamps", "false");
        assertThat(table.property("delta.inCommitTimestampEnablementVersion")).isEqualTo("null");
    }

    @Test
    void commits_of_a_clone_carry_their_time_from_the_first_on_whenever_the_source_began_to() {
        table.createdByOthers(new Action.Protocol(1, 2, Set.of(), Set.of()));
        table.set("delta.enableInCommitTimestamps", "true");
        Snapshot source = table.log.latest();
        TransactionLog clone = TransactionLog.open(
                table.tables.environment(table.tables.memory), Location.parse("memory://lake/ns/clone"));

        clone.createLike(
                        source,
                        Tables.metadata(source.schema(), Map.of("delta.enableInCommitTimestamps", "true")),
                        "CLONE")
                .commit();

        assertThat(clone.latest().properties().inCommitTimestamps()).isTrue();
        assertThat(clone.latest().properties().inCommitTimestampVersion()).isEmpty();
        assertThat(clone.latest().properties().inCommitTimestampStart()).isEmpty();
    }

    @Test
    void files_of_a_clustered_table_have_statistics_of_what_it_is_clustered_by() {
        table.create(Map.of("delta.columnMapping.mode", "name", "delta.dataSkippingNumIndexedCols", "1"));
        table.log
                .latest()
                .transaction(IsolationLevel.SERIALIZABLE, "CLUSTER BY")
                .clusteredBy(List.of("value"))
                .commit();

        assertThat(table.log.latest().fileOptions().indexedColumns())
                .isEqualTo(IndexedColumns.first(1).and(List.of("value")));
    }

    @Test
    void columns_of_a_new_table_get_names_that_never_change() {
        table.create(Map.of("delta.columnMapping.mode", "name"));

        assertThat(table.property("delta.columnMapping.maxColumnId")).isEqualTo("2");
        table.log
                .latest()
                .schema()
                .fields()
                .forEach(field -> assertThat(field.metadata())
                        .containsKey("delta.columnMapping.id")
                        .hasEntrySatisfying(
                                "delta.columnMapping.physicalName",
                                name -> assertThat(name).startsWith("\"col-")));
    }

    @Test
    void columns_of_a_table_that_is_there_go_on_as_they_are_called() {
        table.create(Map.of()).append("a.parquet").set("delta.columnMapping.mode", "name");

        assertThat(table.log.latest().schema().field(0).metadata())
                .containsEntry("delta.columnMapping.id", "1")
                .containsEntry("delta.columnMapping.physicalName", "\"key\"");
        assertThat(table.protocol().minReaderVersion()).isEqualTo(2);
        assertThatThrownBy(() -> table.set("delta.columnMapping.mode", "none")).hasMessageContaining("can only go");
    }

    @Test
    void a_table_that_is_created_clustered_says_by_which_columns() {
        Map<String, String> mapped = new HashMap<>(Map.of("delta.columnMapping.mode", "name"));
        table.log
                .create(Tables.metadata(Tables.SCHEMA, mapped), "CREATE TABLE")
                .clusteredBy(List.of("KEY"))
                .commit();

        Snapshot latest = table.log.latest();
        String physical = latest.schema().field(0).metadata().get("delta.columnMapping.physicalName");
        assertThat(latest.domain("delta.clustering"))
                .contains("{\"clusteringColumns\":[[" + physical + "]],\"domainName\":\"delta.clustering\"}");
        assertThat(latest.protocol().writerFeatures()).contains("clustering", "domainMetadata");
    }
}
