package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.storage.Content;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may win against whom: the first transaction commits, then the second one, which did not see it. */
class ConflictTest {

    private final Tables tables = new Tables();
    private final TransactionLog others = tables.created();
    private Snapshot seen = others.latest();

    @BeforeEach
    void two_small_files() {
        others.append("WRITE").add(tables.file("a.parquet")).commit();
        others.append("WRITE").add(tables.file("b.parquet")).commit();
        seen = tables.log().latest();
    }

    @Test
    void compaction_goes_past_appends() {
        others.append("WRITE").add(tables.file("c.parquet")).commit();

        Transaction compaction = rearranging("a.parquet", "b.parquet").add(tables.file("ab.parquet", 20));

        assertThat(compaction.commit()).isEqualTo(Version.of(4));
        assertThat(Tables.paths(others.latest())).containsExactly("c.parquet", "ab.parquet");
    }

    @Test
    void an_append_goes_past_compaction() {
        Transaction append = tables.log().append("WRITE").add(tables.file("c.parquet"));
        rearranging("a.parquet", "b.parquet").add(tables.file("ab.parquet", 20)).commit();

        assertThat(append.commit()).isEqualTo(Version.of(4));
    }

    @Test
    void of_two_compactions_of_one_file_the_later_gives_way() {
        rearranging("a.parquet").add(tables.file("a2.parquet")).commit();

        assertThatThrownBy(() -> rearranging("a.parquet", "b.parquet")
                        .add(tables.file("ab.parquet", 20))
                        .commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("version 3 of memory://lake/ns/table (OPTIMIZE) removed a.parquet");
    }

    @Test
    void compaction_must_keep_every_row() {
        assertThatThrownBy(() -> rearranging("a.parquet", "b.parquet")
                        .add(tables.file("ab.parquet", 19))
                        .commit())
                .hasMessageContaining("takes away 20 rows and adds 19");
    }

    @Test
    void compaction_says_that_it_changes_no_row() {
        Version version =
                rearranging("a.parquet").add(tables.file("a2.parquet")).commit();

        Commit commit = others.read(version).orElseThrow();

        assertThat(commit.all(Action.AddFile.class)).noneMatch(Action.AddFile::dataChange);
        assertThat(commit.all(Action.RemoveFile.class)).noneMatch(Action.RemoveFile::dataChange);
    }

    @Test
    void a_deletion_whose_reads_must_be_serial_gives_way_to_an_append() {
        others.append("WRITE").add(tables.file("c.parquet")).commit();

        assertThatThrownBy(deleting(IsolationLevel.SERIALIZABLE, "a.parquet")::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("added c.parquet");
    }

    @Test
    void a_deletion_whose_writes_must_be_serial_goes_past_an_append() {
        others.append("WRITE").add(tables.file("c.parquet")).commit();

        assertThatCode(deleting(IsolationLevel.WRITE_SERIALIZABLE, "a.parquet")::commit)
                .doesNotThrowAnyException();
    }

    @Test
    void a_deletion_gives_way_to_a_deletion_of_what_it_has_read() {
        Transaction later = deleting(IsolationLevel.WRITE_SERIALIZABLE, "a.parquet");
        deleting(IsolationLevel.WRITE_SERIALIZABLE, "b.parquet").commit();

        assertThatThrownBy(later::commit).hasMessageContaining("removed b.parquet, which was read here");
    }

    @Test
    void an_append_gives_way_to_another_schema() {
        TransactionLog late = tables.log();
        late.latest();
        others.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "ADD COLUMNS")
                .metadata(seen.metadata().withSchema(widened()))
                .commit();

        assertThatThrownBy(
                        () -> late.append("WRITE").add(tables.file("c.parquet")).commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("(ADD COLUMNS) changed the table's schema or properties");
    }

    @Test
    void an_append_goes_past_properties_that_only_say_how_a_table_is_looked_after() {
        TransactionLog late = tables.log();
        late.latest();
        others.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(with(seen.metadata(), "delta.checkpointInterval", "100"))
                .commit();

        assertThat(late.append("WRITE").add(tables.file("c.parquet")).commit()).isEqualTo(Version.of(4));
        assertThat(late.latest().properties().checkpointInterval()).isEqualTo(100);
    }

    @Test
    void a_protocol_with_a_feature_that_asks_nothing_of_changes_under_way_stops_nobody() {
        TransactionLog late = tables.log();
        late.latest();
        protocol(Set.of("v2Checkpoint"), Set.of("inCommitTimestamp", "domainMetadata", "invariants", "v2Checkpoint"));

        assertThat(late.append("WRITE").add(tables.file("c.parquet")).commit()).isEqualTo(Version.of(4));
    }

    @Test
    void a_protocol_with_a_feature_that_asks_something_stops_changes_under_way() {
        assertStopped(
                Set.of(),
                Set.of("inCommitTimestamp", "domainMetadata", "invariants", "checkConstraints"),
                "added the table feature checkConstraints");
    }

    @Test
    void a_protocol_with_a_feature_that_is_not_known_stops_changes_under_way() {
        assertStopped(
                Set.of(),
                Set.of("inCommitTimestamp", "domainMetadata", "invariants", "somethingNew"),
                "added the table feature somethingNew");
    }

    @Test
    void a_protocol_without_a_feature_that_was_there_stops_changes_under_way() {
        assertStopped(Set.of(), Set.of("inCommitTimestamp", "domainMetadata"), "dropped the table feature invariants");
    }

    @Test
    void of_two_changes_of_the_protocol_the_later_gives_way() {
        TransactionLog late = tables.log();
        Transaction upgrade = late.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(with(seen.metadata(), "delta.enableDeletionVectors", "true"));
        protocol(Set.of("v2Checkpoint"), Set.of("inCommitTimestamp", "domainMetadata", "invariants", "v2Checkpoint"));

        assertThatThrownBy(upgrade::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("changed the table's protocol, which is changed here as well");
    }

    private void assertStopped(Set<String> readerFeatures, Set<String> writerFeatures, String why) {
        TransactionLog late = tables.log();
        late.latest();
        protocol(readerFeatures, writerFeatures);

        assertThatThrownBy(
                        () -> late.append("WRITE").add(tables.file("c.parquet")).commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining(why);
    }

    /** Version 3, by another writer: the same table with another protocol. */
    private void protocol(Set<String> readerFeatures, Set<String> writerFeatures) {
        var info = new Action.CommitInfo(
                OptionalLong.of(seen.timestamp().toEpochMilli() + 1),
                OptionalLong.empty(),
                Optional.of("UPGRADE"),
                Optional.empty(),
                Map.of());
        var protocol = new Action.Protocol(readerFeatures.isEmpty() ? 1 : 3, 7, readerFeatures, writerFeatures);
        tables.memory.put(tables.commit(3), Content.of(ActionWriter.bytes(List.of(info, protocol))));
    }

    @Test
    void a_change_of_schema_is_held_against_blind_appends_even_where_only_writes_must_be_serial() {
        others.append("WRITE").add(tables.file("c.parquet")).commit();

        assertThatThrownBy(() -> seen.transaction(IsolationLevel.WRITE_SERIALIZABLE, "ADD COLUMNS")
                        .metadata(seen.metadata().withSchema(widened()))
                        .commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("added c.parquet");
    }

    @Test
    void a_snapshot_so_old_that_the_commits_after_it_are_gone_is_no_base() {
        Transaction sleeping = deleting(IsolationLevel.WRITE_SERIALIZABLE, "a.parquet");
        others.append("WRITE").add(tables.file("c.parquet")).commit();
        others.append("WRITE").add(tables.file("d.parquet")).commit();
        others.checkpoint(others.latest());
        tables.clock.advance(Duration.ofDays(40));
        tables.memory.delete(List.of(tables.commit(3)));

        assertThatThrownBy(sleeping::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("so old that the commits after it are gone");
        assertThat(Tables.paths(tables.log().latest()))
                .containsExactlyInAnyOrder("a.parquet", "b.parquet", "c.parquet", "d.parquet");
    }

    @Test
    void who_knows_an_old_state_of_a_log_that_is_soon_cleaned_up_looks_again() {
        others.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(with(seen.metadata(), "delta.logRetentionDuration", "interval 10 minutes"))
                .commit();
        TransactionLog sleeping = tables.log();
        sleeping.latest();
        others.append("WRITE").add(tables.file("c.parquet")).commit();
        others.append("WRITE").add(tables.file("d.parquet")).commit();
        others.checkpoint(others.latest());
        tables.clock.advance(Duration.ofMinutes(15));
        tables.memory.delete(List.of(tables.commit(3), tables.commit(4)));

        assertThat(sleeping.append("WRITE").add(tables.file("e.parquet")).commit())
                .isEqualTo(Version.of(6));
        assertThat(Tables.paths(tables.log().latest())).contains("e.parquet").hasSize(5);
    }

    @Test
    void of_two_settings_of_one_domain_the_later_gives_way() {
        TransactionLog late = tables.log();
        late.latest();
        others.append("SET DEFINITION").domain("twinlake.definition", "one").commit();

        assertThatThrownBy(() -> late.append("SET DEFINITION")
                        .domain("twinlake.definition", "two")
                        .commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("set the metadata domain 'twinlake.definition'");
        assertThat(late.latest().domain("twinlake.definition")).contains("one");
    }

    @Test
    void of_two_who_cluster_the_table_the_later_gives_way() {
        clustering(others, "key").commit();
        Transaction late = clustering(tables.log(), "value");
        clustering(others).commit();

        assertThatThrownBy(late::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("set the metadata domain 'delta.clustering'");
    }

    private static Transaction clustering(TransactionLog log, String... columns) {
        return log.latest()
                .transaction(IsolationLevel.SERIALIZABLE, "CLUSTER BY")
                .clusteredBy(List.of(columns));
    }

    @Test
    void a_domain_that_is_removed_is_not_there() {
        others.append("SET DEFINITION").domain("twinlake.definition", "one").commit();
        others.append("DROP DEFINITION").removeDomain("twinlake.definition").commit();

        assertThat(tables.log().latest().domains()).isEmpty();
    }

    @Test
    void of_two_creations_the_later_is_told_that_the_table_is_there() {
        assertThatThrownBy(() ->
                        tables.log().create(Tables.metadata(), "CREATE TABLE").commit())
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("there is a table at memory://lake/ns/table already");
    }

    @Test
    void a_file_that_is_not_live_can_not_be_removed() {
        rearranging("a.parquet").add(tables.file("a2.parquet")).commit();
        Action.AddFile gone = seen.files().findFirst().orElseThrow();

        assertThatThrownBy(() -> others.latest()
                        .transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE")
                        .remove(gone))
                .hasMessageContaining("a.parquet is not a live file");
    }

    private static Schema widened() {
        return Schema.of(
                Tables.SCHEMA.field(0), Tables.SCHEMA.field(1), Field.nullable("more", DataType.Primitive.DOUBLE));
    }

    private static Action.Metadata with(Action.Metadata metadata, String key, String value) {
        Map<String, String> properties = new java.util.HashMap<>(metadata.configuration());
        properties.put(key, value);
        return metadata.withConfiguration(properties);
    }

    private Transaction rearranging(String... names) {
        return removing(seen.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE"), names);
    }

    private Transaction deleting(IsolationLevel level, String... names) {
        return removing(seen.transaction(level, "DELETE"), names);
    }

    private Transaction removing(Transaction transaction, String... names) {
        seen.files().filter(file -> List.of(names).contains(file.path())).forEach(transaction::remove);
        return transaction;
    }
}
