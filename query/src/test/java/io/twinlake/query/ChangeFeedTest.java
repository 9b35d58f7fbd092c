package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.dml.Overwrite;
import io.twinlake.dml.Restore;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.log.Action.AddChangeFile;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.SchemaChange;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFeedTest {

    private static final Map<String, String> FEED = Map.of("delta.enableChangeDataFeed", "true");

    @TempDir
    Path folder;

    private ChangedTable table(Map<String, String> properties) {
        return new ChangedTable(folder.resolve("t"), properties);
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> properties = new HashMap<>(FEED);
        properties.put(key, value);
        return properties;
    }

    private static List<String> changes(ChangeFeed feed) {
        return TwinTable.plain(TwinTable.rows(feed.select("id", "amount").rows())).stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3))
                .toList();
    }

    @Test
    void change_files_say_what_happened_where_there_are_any() {
        ChangedTable table = table(FEED).append(3).update("id = 2").delete("id = 3");

        assertThat(table.log.read(Version.of(2)).orElseThrow().all(AddChangeFile.class))
                .hasSize(1);
        assertThat(changes(ChangeFeed.since(table.log, 1)))
                .containsExactly(
                        "1 10 insert 1",
                        "2 20 insert 1",
                        "3 30 insert 1",
                        "2 20 update_preimage 2",
                        "2 21 update_postimage 2",
                        "3 30 delete 3");
    }

    @Test
    void rows_newly_in_a_vector_are_deleted_and_rows_no_longer_in_it_inserted() {
        ChangedTable table = table(Map.of("delta.enableDeletionVectors", "true"))
                .append(5)
                .delete("id = 2")
                .delete("id = 4");
        Restore.plan(table.log, Version.of(2)).run();

        assertThat(table.log.read(Version.of(4)).orElseThrow().all(RemoveFile.class))
                .hasSize(1);
        assertThat(changes(ChangeFeed.between(table.log, 2, 4).inferring()))
                .containsExactly("2 20 delete 2", "4 40 delete 3", "4 40 insert 4");
    }

    @Test
    void a_file_is_deleted_with_the_rows_that_it_still_had() {
        ChangedTable table =
                table(with("delta.enableDeletionVectors", "true")).append(3).delete("id = 2");
        Overwrite.all(List.of(table.rows(1))).run(table.log);

        assertThat(changes(ChangeFeed.since(table.log, 3)))
                .containsExactly("1 10 delete 3", "3 30 delete 3", "4 40 insert 3");
    }

    @Test
    void rearranged_rows_are_no_changes() {
        ChangedTable table = table(FEED).append(2).append(2).compact();

        assertThat(table.log.read(Version.of(3)).orElseThrow().all(AddFile.class))
                .hasSize(1);
        assertThat(changes(ChangeFeed.since(table.log, 3))).isEmpty();
    }

    @Test
    void a_tombstone_without_the_files_metadata_is_completed_from_the_version_before() throws IOException {
        ChangedTable table = new ChangedTable(folder.resolve("t"), FEED, "place").append(1);
        table.delete("id = 1");
        Path commit = folder.resolve("t/_delta_log/00000000000000000002.json");
        Files.writeString(
                commit,
                Files.readString(commit)
                        .replaceAll("\"partitionValues\":\\{[^}]*},|\"size\":\\d+,?", "")
                        .replace("\"extendedFileMetadata\":true,", "")
                        .replace(",}", "}"));

        assertThat(TwinTable.plain(TwinTable.rows(ChangeFeed.since(table.reopened(), 2)
                        .select("place", "id")
                        .rows())))
                .singleElement()
                .satisfies(row -> assertThat(row.subList(0, 3)).containsExactly("p1", 1L, "delete"));
    }

    @Test
    void versions_where_the_feed_was_off_are_refused_unless_changes_may_be_inferred() {
        ChangedTable table = table(Map.of()).append(2).update("id = 1");
        configure(table, properties -> with("delta.appendOnly", "false"));
        table.update("id = 1");

        assertThatThrownBy(() -> ChangeFeed.since(table.log, 1).rows())
                .isInstanceOf(ChangesUnavailableException.class)
                .hasMessageContaining("is off in version 1: set delta.enableChangeDataFeed=true");
        assertThat(changes(ChangeFeed.since(table.log, 3)))
                .containsExactly("1 11 update_preimage 4", "1 12 update_postimage 4");
        assertThat(changes(ChangeFeed.between(table.log, 2, 4).inferring()))
                .containsExactlyInAnyOrder(
                        "1 10 delete 2",
                        "2 20 delete 2",
                        "1 11 insert 2",
                        "2 20 insert 2",
                        "1 11 update_preimage 4",
                        "1 12 update_postimage 4");
        configure(table, properties -> Map.of());
        assertThatThrownBy(() -> ChangeFeed.since(table.log, 3).rows()).hasMessageContaining("is off in version 5");
    }

    @Test
    void new_columns_are_null_before_they_were_there_and_other_changes_of_the_schema_are_refused() {
        ChangedTable table = table(with("delta.columnMapping.mode", "name")).append(1);
        change(table, schema -> schema.add(List.of(), Field.nullable("more", Primitive.LONG)));
        assertThat(TwinTable.plain(TwinTable.rows(
                        ChangeFeed.since(table.log, 1).select("more", "id").rows())))
                .singleElement()
                .satisfies(row -> assertThat(row.subList(0, 3)).containsExactly("null", 1L, "insert"));

        change(table, schema -> schema.rename(List.of("name"), "title"));
        assertThatThrownBy(() -> ChangeFeed.since(table.log, 2).rows())
                .isInstanceOf(ChangesUnavailableException.class)
                .hasMessageContaining("rows of version 2 of")
                .hasMessageContaining("in the columns of version 3: column 'name' was dropped or renamed");
        assertThat(changes(ChangeFeed.between(table.log, 1, 2))).hasSize(1);
        assertThat(changes(ChangeFeed.since(table.log, 3))).isEmpty();
    }

    @Test
    void what_cannot_be_given_is_refused_by_its_cause() throws IOException {
        ChangedTable table = table(FEED).append(2).update("id = 1");

        assertThatThrownBy(() -> ChangeFeed.between(table.log, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changes from version 2 to 1: the first is after the last");
        assertThatThrownBy(() -> ChangeFeed.between(table.log, 1, 9)).isInstanceOf(VersionNotFoundException.class);
        assertThatThrownBy(() -> ChangeFeed.since(table.log, 3))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("is not there yet; the newest is 2");
        Snapshot before = table.log.at(Version.of(1));
        Files.delete(before.locate(before.files().toList().get(0).path()).toPath());
        assertThatThrownBy(() -> changes(ChangeFeed.since(table.log, 1)))
                .isInstanceOf(ChangesUnavailableException.class)
                .hasMessageContaining("with rows of version 1")
                .hasMessageContaining("vacuum");
        assertThat(changes(ChangeFeed.since(table.log, 2))).hasSize(2);
    }

    private static void configure(ChangedTable table, UnaryOperator<Map<String, String>> change) {
        Snapshot latest = table.log.latest();
        latest.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(latest.metadata()
                        .withConfiguration(change.apply(latest.metadata().configuration())))
                .commit();
    }

    private static void change(ChangedTable table, UnaryOperator<SchemaChange> change) {
        Snapshot latest = table.log.latest();
        latest.transaction(IsolationLevel.SERIALIZABLE, "CHANGE COLUMNS")
                .metadata(change.apply(SchemaChange.of(latest.metadata())).metadata())
                .commit();
    }
}
