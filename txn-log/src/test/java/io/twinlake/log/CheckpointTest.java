package io.twinlake.log;

import static io.twinlake.storage.Operation.Verb.LIST;
import static io.twinlake.storage.Operation.Verb.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.created();

    @BeforeEach
    void a_table_with_all_kinds_of_actions() {
        log.append("WRITE")
                .add(tables.file("a.parquet"))
                .advance(new ApplicationProgress("p", 7))
                .domain("kept", "{\"k\":1}")
                .domain("dropped", "x")
                .commit();
        log.append("WRITE")
                .add(tables.file("b.parquet"))
                .removeDomain("dropped")
                .commit();
        Snapshot snapshot = log.latest();
        Transaction rearrangement = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
        snapshot.files().forEach(rearrangement::remove);
        rearrangement.add(tables.file("ab c%.parquet", 20)).commit();
        log.append("WRITE").add(tables.file("d.parquet")).commit();
    }

    @Test
    void a_state_from_a_checkpoint_is_the_state_from_the_commits() {
        Snapshot before = tables.log().latest();
        log.checkpoint(before);

        Snapshot after = tables.log().latest();

        assertThat(after.version()).isEqualTo(Version.of(4));
        assertThat(after.metadata()).isEqualTo(before.metadata());
        assertThat(after.protocol()).isEqualTo(before.protocol());
        assertThat(after.domains()).isEqualTo(before.domains()).containsOnlyKeys("kept");
        assertThat(after.progress("p")).isEqualTo(OptionalLong.of(7));
        assertThat(Tables.paths(after)).containsExactly("ab%20c%25.parquet", "d.parquet");
        assertThat(after.files().map(Action.AddFile::stats))
                .containsExactlyElementsOf(
                        before.files().map(Action.AddFile::stats).toList());
        assertThat(after.tombstones()).hasSize(2);
        assertThat(after.timestamp()).isEqualTo(before.timestamp());
        LogInvariants.checkLogOf(tables.environment(tables.memory), tables.location);
    }

    /** What is not of files is found without touching what is. */
    @Test
    void live_files_have_row_groups_of_their_own(@TempDir Path folder) throws IOException {
        log.checkpoint(log.latest());
        Location at = logFile("00000000000000000004.checkpoint.parquet");
        Path copy = folder.resolve(at.name());
        Files.write(copy, tables.memory.read(at));

        try (ParquetFileReader file = ParquetFileReader.open(new LocalInputFile(copy))) {
            List<List<Long>> files = file.getRowGroups().stream()
                    .map(group -> List.of(group.getRowCount(), filesIn(group)))
                    .toList();
            // protocol, metadata, progress, one domain, two tombstones; then two live files
            assertThat(files).containsExactly(List.of(6L, 0L), List.of(2L, 2L));
        }
    }

    private static long filesIn(BlockMetaData group) {
        ColumnChunkMetaData paths = group.getColumns().stream()
                .filter(column -> column.getPath().toDotString().equals("add.path"))
                .findFirst()
                .orElseThrow();
        return paths.getValueCount() - paths.getStatistics().getNumNulls();
    }

    @Test
    void opening_costs_the_hint_a_listing_the_checkpoint_and_the_commits_since() {
        log.checkpoint(log.latest());
        log.append("WRITE").add(tables.file("e.parquet")).commit();
        var storage = RecordingStorage.over(tables.memory, tables.location);

        tables.log(storage).latest();

        assertThat(storage.operations(LIST)).containsExactly(Operation.list("_delta_log", "00000000000000000004"));
        assertThat(storage.operations(READ))
                .containsExactly(
                        Operation.read("_delta_log/_last_checkpoint"),
                        Operation.read("_delta_log/00000000000000000005.json"));
    }

    @Test
    void commits_before_a_checkpoint_are_not_needed() {
        log.checkpoint(log.latest());
        tables.memory.delete(List.of(tables.commit(0), tables.commit(1), tables.commit(2), tables.commit(3)));

        TransactionLog fresh = tables.log();

        assertThat(Tables.paths(fresh.latest())).containsExactly("ab%20c%25.parquet", "d.parquet");
        assertThat(fresh.earliest()).isEqualTo(Version.of(4));
        assertThatThrownBy(() -> fresh.at(Version.of(2)))
                .isInstanceOf(VersionNotFoundException.class)
                .hasMessageContaining("the oldest that can is 4");
    }

    @Test
    void the_first_commit_after_opening_at_a_checkpoint_is_later_than_the_last() {
        log.checkpoint(log.latest());

        TransactionLog fresh = tables.log();
        fresh.append("WRITE").add(tables.file("e.parquet")).commit();

        LogInvariants.checkLogOf(tables.environment(tables.memory), tables.location);
        assertThat(fresh.latest().timestamp()).isAfter(fresh.at(Version.of(4)).timestamp());
    }

    @Test
    void a_broken_checkpoint_is_passed_over() {
        log.checkpoint(log.latest());
        tables.memory.put(
                logFile("00000000000000000004.checkpoint.parquet"), Content.of("this is no Parquet file at all"));

        assertThat(Tables.paths(tables.log().latest())).containsExactly("ab%20c%25.parquet", "d.parquet");
    }

    @Test
    void a_hint_is_only_a_hint() {
        log.checkpoint(log.latest());
        for (String hint : List.of("", "{", "[]", "{\"version\":99,\"size\":1}", "{\"version\":1,\"parts\":3}")) {
            tables.memory.put(logFile("_last_checkpoint"), Content.of(hint));

            assertThat(tables.log().latest().version()).as("hint '%s'", hint).isEqualTo(Version.of(4));
        }
    }

    @Test
    void the_hint_tells_what_the_checkpoint_holds() {
        log.checkpoint(log.latest());

        String hint = new String(tables.memory.read(logFile("_last_checkpoint")), StandardCharsets.UTF_8);

        // protocol, metadata, one application, one domain, two tombstones, two files
        assertThat(hint).contains("\"version\":4", "\"size\":8", "\"numOfAddFiles\":2", "\"checksum\":\"");
    }

    @Test
    void tombstones_are_dropped_once_their_retention_has_passed() {
        tables.clock.advance(Duration.ofDays(8));
        log.checkpoint(tables.log().latest());

        assertThat(tables.log().latest().tombstones()).isEmpty();
    }

    @Test
    void parts_that_are_not_all_there_are_no_checkpoint() {
        tables.memory.put(logFile("00000000000000000004.checkpoint.0000000001.0000000002.parquet"), Content.of("half"));

        assertThat(tables.log().latest().version()).isEqualTo(Version.of(4));
        assertThat(tables.log().earliest()).isEqualTo(Version.of(0));
    }

    private Location logFile(String name) {
        return tables.location.resolve("_delta_log/" + name);
    }
}
