package io.twinlake.dml;

import static io.twinlake.dml.DmlTable.row;
import static io.twinlake.dml.DmlTable.rows;
import static io.twinlake.dml.DmlTable.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.SchemaChange;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that become what they were, and tables that begin as others are. */
class RestoreIT {

    private static final Map<String, String> FEATURES = Map.of(
            "delta.enableDeletionVectors", "true",
            "delta.columnMapping.mode", "name",
            "delta.enableRowTracking", "true");

    @TempDir
    Path folder;

    private DmlTable changed() {
        DmlTable table =
                new DmlTable(folder.resolve("a table")).create(FEATURES).append(rows(1, 2, 3));
        new Delete(Condition.sql("id = 2")).run(table.log);
        Snapshot snapshot = table.log.latest();
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "CHANGE COLUMN")
                .metadata(SchemaChange.of(snapshot.metadata())
                        .drop(List.of("name"))
                        .add(List.of(), Field.nullable("extra", Primitive.LONG))
                        .metadata())
                .commit();
        new Delete(Condition.sql("id = 3")).run(table.log);
        return table;
    }

    @Test
    void a_table_becomes_what_it_was_rows_and_columns() {
        DmlTable table = changed();
        Restore restore = Restore.plan(table.log, Version.of(2));
        assertThat(restore.toString()).contains("1 files come back, 1 go");
        restore.run();

        assertThat(table.rows()).containsExactly(text(1), text(3)).isEqualTo(table.kernelRows());
        Map<String, String> now = table.latest().metadata().configuration();
        assertThat(now).containsEntry("delta.columnMapping.maxColumnId", "5");
        assertThat(Restore.plan(table.log, Version.of(5)).run()).isEmpty();
        Restore.plan(table.log, Version.of(1)).run();
        assertThat(table.rows()).containsExactly(text(1), text(2), text(3)).isEqualTo(table.kernelRows());
        assertThat(RowIdsOf.rows(table.latest())).containsExactly("1 -> 0 of 1", "2 -> 1 of 1", "3 -> 2 of 1");
    }

    @Test
    void a_table_is_clustered_as_it_was() {
        DmlTable table = new DmlTable(folder.resolve("t")).create(FEATURES).append(rows(1));
        cluster(table, "name");
        Optional<String> byName = table.latest().domain("delta.clustering");
        Snapshot snapshot = table.log.latest();
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "ADD COLUMN")
                .metadata(SchemaChange.of(snapshot.metadata())
                        .add(List.of(), Field.nullable("extra", Primitive.LONG))
                        .metadata())
                .commit();
        cluster(table, "extra");

        Restore.plan(table.log, Version.of(2)).run();
        assertThat(table.latest().domain("delta.clustering")).isEqualTo(byName);
        Restore.plan(table.log, Version.of(1)).run();
        assertThat(table.latest().domain("delta.clustering").orElseThrow()).contains("\"clusteringColumns\":[]");
        assertThat(Restore.plan(table.log, Version.of(6)).run()).isEmpty();
        assertThat(table.rows()).containsExactly(text(1)).isEqualTo(table.kernelRows());
    }

    private static void cluster(DmlTable table, String column) {
        table.log
                .latest()
                .transaction(IsolationLevel.SERIALIZABLE, "CLUSTER BY")
                .clusteredBy(List.of(column))
                .commit();
    }

    @Test
    void files_that_are_gone_are_named_and_nothing_is_committed() throws IOException {
        DmlTable table = new DmlTable(folder.resolve("t")).create(Map.of()).append(rows(1, 2));
        String file = table.files().get(0).path();
        Overwrite.all(List.of(rows(3))).run(table.log);
        Files.delete(folder.resolve("t").resolve(file));

        assertThatThrownBy(() -> Restore.plan(table.log, Version.of(1)).run())
                .isInstanceOf(MissingFilesException.class)
                .hasMessageContaining("1 of its files are gone")
                .hasMessageContaining(file);
        assertThat(table.latest().version()).isEqualTo(Version.of(2));
    }

    @Test
    void looking_for_files_that_come_back_costs_no_request_a_file() {
        DmlTable table = new DmlTable(folder.resolve("t")).create(Map.of(), "place");
        for (int id = 0; id < 30; id++) {
            table.append(rows(id));
        }
        Overwrite.all(List.of(rows(100))).run(table.log);
        Location at = Location.of(table.folder);
        var recording = RecordingStorage.over(table.environment.storage(), at);
        TransactionLog log = TransactionLog.open(table.environment.withStorage(recording), at);
        Restore restore = Restore.plan(log, Version.of(30));
        recording.forget();
        restore.run();

        assertThat(restore.comeBack()).hasSize(30);
        assertThat(recording.operations(Operation.Verb.INFO)).isEmpty();
        assertThat(recording.operations(Operation.Verb.LIST))
                .filteredOn(list -> list.names().get(0).isEmpty())
                .as("of the table, from the first file on")
                .hasSize(1);
        assertThat(table.rows()).hasSize(30);
    }

    @Test
    void a_clone_has_the_others_rows_and_its_own_changes() {
        DmlTable source =
                new DmlTable(folder.resolve("a source")).create(FEATURES).append(rows(1, 2, 3));
        new Delete(Condition.sql("id = 2")).run(source.log);
        DmlTable clone = new DmlTable(folder.resolve("clone"));
        new ShallowClone(source.log.latest()).createAt(clone.log);

        assertThat(clone.rows()).containsExactly(text(1), text(3)).isEqualTo(clone.kernelRows());
        assertThat(clone.files().get(0).path()).startsWith("file:///");
        assertThat(clone.latest().metadata().id())
                .isNotEqualTo(source.latest().metadata().id());
        new Delete(Condition.sql("id = 3")).run(clone.log);
        clone.append(row(9, "own", 1, "p0"));
        assertThat(clone.rows())
                .containsExactly(text(1), text(9, "own", 1, "p0"))
                .isEqualTo(clone.kernelRows());
        assertThat(source.rows()).containsExactly(text(1), text(3));
        assertThat(RowIdsOf.rows(clone.latest())).containsExactly("1 -> 0 of 1", "9 -> 3 of 2");
    }

    @Test
    void a_plain_table_is_cloned_plainly() {
        DmlTable source = new DmlTable(folder.resolve("s"))
                .create(new HashMap<>(), "place")
                .append(rows(1, 2));
        DmlTable clone = new DmlTable(folder.resolve("c"));
        new ShallowClone(source.log.latest()).createAt(clone.log);

        assertThat(clone.rows()).isEqualTo(source.rows()).isEqualTo(clone.kernelRows());
        assertThat(clone.latest().protocol()).isEqualTo(source.latest().protocol());
    }
}
