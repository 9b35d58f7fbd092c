package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.Predicate;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.Commit;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsRepairTest {

    private final TestTable table =
            new TestTable(Map.of("delta.enableDeletionVectors", "true", "delta.enableRowTracking", "true"), List.of());

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void a_file_with_false_bounds_gets_those_of_its_rows_and_keeps_all_else() {
        table.append(row("a", 1), row("z", 2));
        lie(1, "\\\"key\\\":\\\"z\\\"", "\\\"key\\\":\\\"b\\\"");
        assertThat(table.fresh().files(Predicate.equal("key", "z"))).isEmpty();
        AddFile before = file();

        StatisticsRepair.Result result = new StatisticsRepair(fresh()).run(List.of(before));

        assertThat(result.version()).contains(Version.of(2));
        assertThat(result.files()).isEqualTo(1);
        assertThat(table.fresh().files(Predicate.equal("key", "z"))).hasSize(1);
        AddFile after = file();
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("stats", "dataChange")
                .isEqualTo(before);
        Commit commit = fresh().read(Version.of(2)).orElseThrow();
        assertThat(commit.all(AddFile.class)).noneMatch(AddFile::dataChange);
        assertThat(commit.all(RemoveFile.class)).isEmpty();
        assertThat(table.fresh().fileCount()).isEqualTo(1);
    }

    @Test
    void a_file_with_deleted_rows_keeps_them_deleted_and_has_wide_bounds() {
        table.append(row("a", 1), row("z", 2));
        lie(1, "\\\"key\\\":\\\"z\\\"", "\\\"key\\\":\\\"b\\\"");
        fresh();
        table.delete(row("a", 1));

        new StatisticsRepair(fresh()).run(List.of(file()));

        assertThat(table.rows(table.fresh())).containsExactly(row("z", 2));
        assertThat(file().stats().orElseThrow()).contains("\"tightBounds\":false", "\"numRecords\":2", "\"key\":\"a\"");
    }

    @Test
    void who_deletes_rows_meanwhile_makes_it_read_the_table_again() {
        table.append(row("a", 1), row("z", 2));
        Snapshot old = table.fresh();
        AddFile file = file();
        table.delete(row("a", 1));
        var transaction =
                old.transaction(IsolationLevel.SNAPSHOT, "COMPUTE STATS").restate(file, old.statistics(file));

        assertThatThrownBy(transaction::commit)
                .isInstanceOf(CommitConflictException.class)
                .hasMessageContaining("restated here");

        assertThat(new StatisticsRepair(fresh()).run(List.of(file)).files()).isEqualTo(1);
        assertThat(table.rows(table.fresh())).containsExactly(row("z", 2));
    }

    @Test
    void files_that_are_gone_are_not_brought_back() {
        table.append(row("a", 1));
        AddFile gone = file();
        table.fresh()
                .transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                .remove(gone)
                .commit();

        assertThat(new StatisticsRepair(fresh()).run(List.of(gone)).version()).isEmpty();
        assertThat(table.fresh().fileCount()).isZero();
    }

    @Test
    void what_changes_rows_says_no_statistics_anew() {
        table.append(row("a", 1));
        Snapshot snapshot = table.fresh();
        var transaction = snapshot.transaction(IsolationLevel.SERIALIZABLE, "UPDATE");

        assertThatThrownBy(() -> transaction.restate(file(), snapshot.statistics(file())))
                .hasMessageContaining("SNAPSHOT");
    }

    private AddFile file() {
        return table.fresh().files().findFirst().orElseThrow();
    }

    private TransactionLog fresh() {
        return TransactionLog.open(table.environment, table.location);
    }

    private void lie(long version, String truth, String lie) {
        Location at = table.location.resolve("_delta_log/%020d.json".formatted(version));
        String commit = new String(table.memory.read(at), StandardCharsets.UTF_8);
        assertThat(commit).contains(truth);
        table.memory.put(at, Content.of(commit.replace(truth, lie)));
    }
}
