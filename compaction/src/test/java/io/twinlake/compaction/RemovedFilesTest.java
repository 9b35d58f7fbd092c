package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What vacuum finds in other ways than by the listing of data files: files of changes, and what the log itself names. */
class RemovedFilesTest {

    private final TestTable table = new TestTable();

    @AfterEach
    void check() {
        table.close();
    }

    private Vacuum vacuum() {
        return new Vacuum(table.log, RetentionPolicy.defaults());
    }

    @Test
    void files_of_changes_go_when_no_retained_version_names_them() {
        table.append(row("a", 1));
        Location old = table.location.resolve("_change_data/cdc-1.parquet");
        Location orphan = table.location.resolve("_change_data/cdc-2.parquet");
        table.memory.put(old, Content.of("changes"));
        table.memory.put(orphan, Content.of("changes"));
        table.clock.advance(Duration.ofDays(8));
        Snapshot snapshot = table.log.latest();
        Map<String, String> properties = new HashMap<>(snapshot.metadata().configuration());
        properties.put("delta.enableChangeDataFeed", "true");
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "UPDATE")
                .metadata(snapshot.metadata().withConfiguration(properties))
                .addChanges(new DataFile(old, 7, 1, FileStatistics.NONE), Map.of())
                .commit();

        assertThat(vacuum().plan().files()).extracting(ObjectInfo::location).containsExactly(orphan);
        table.clock.advance(Duration.ofDays(8));
        table.append(row("b", 1));
        table.clock.advance(Duration.ofDays(8));
        assertThat(vacuum().plan().files()).extracting(ObjectInfo::location).containsExactlyInAnyOrder(old, orphan);
    }

    @Test
    void a_lite_plan_finds_by_the_log_what_a_full_one_finds_by_listing() {
        table.append(row("a", 1));
        table.append(row("b", 1));
        new Compactor(table.environment)
                .run(CompactionPolicy.defaults().full().plan(table.fresh()).orElseThrow());
        table.memory.put(table.location.resolve("orphan.parquet"), Content.of("nobody's"));
        assertThat(vacuum().planLite().files()).isEmpty();
        table.clock.advance(Duration.ofDays(8));

        List<Location> lite =
                vacuum().planLite().files().stream().map(ObjectInfo::location).toList();
        List<Location> full =
                vacuum().plan().files().stream().map(ObjectInfo::location).toList();
        assertThat(lite).hasSize(2);
        assertThat(full).containsAll(lite).hasSize(3);
        vacuum().run(vacuum().planLite());
        assertThat(table.rows(table.fresh())).hasSize(2);
    }
}
