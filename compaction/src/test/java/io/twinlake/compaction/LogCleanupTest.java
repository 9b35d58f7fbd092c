package io.twinlake.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What of a log with sidecars may go. */
class LogCleanupTest {

    private final TestTable table = new TestTable(Map.of("delta.checkpointPolicy", "v2"), List.of());

    @Test
    void sidecars_that_no_checkpoint_refers_to_go_with_the_checkpoints_before() {
        table.append(TestTable.row("a", 1));
        table.log.checkpoint(table.log.latest());
        Set<String> first = sidecars();
        Snapshot snapshot = table.log.latest();
        snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, "DELETE")
                .remove(snapshot.files().findFirst().orElseThrow())
                .commit();
        table.append(TestTable.row("b", 1));
        table.log.checkpoint(table.log.latest());
        table.clock.advance(Duration.ofDays(31));
        table.append(TestTable.row("c", 1));

        delete();

        assertThat(sidecars()).isNotEmpty().doesNotContainAnyElementsOf(first);
        Snapshot left = TransactionLog.open(table.environment, table.location).latest();
        assertThat(left.files()).hasSize(2);
        assertThat(TransactionLog.open(table.environment, table.location)
                        .earliest()
                        .number())
                .isEqualTo(3);
    }

    @Test
    void a_sidecar_that_is_younger_than_a_day_may_be_of_a_checkpoint_that_is_being_written() {
        table.append(TestTable.row("a", 1));
        table.log.checkpoint(table.log.latest());
        Location unborn = LogFile.folder(table.location).resolve("_sidecars/unborn.parquet");
        table.memory.put(unborn, Content.of("x"));
        table.clock.advance(Duration.ofHours(23));
        delete();
        assertThat(sidecars()).contains("unborn.parquet");

        table.clock.advance(Duration.ofHours(2));
        delete();

        assertThat(sidecars()).hasSize(1).doesNotContain("unborn.parquet");
    }

    private void delete() {
        Snapshot latest = TransactionLog.open(table.environment, table.location).latest();
        List<ObjectInfo> expired =
                new LogCleanup(table.log, latest).expired(table.clock.instant().minus(Duration.ofDays(30)));
        expired.forEach(object -> table.memory.delete(List.of(object.location())));
    }

    private Set<String> sidecars() {
        Set<String> names = new TreeSet<>();
        Location folder = LogFile.folder(table.location).resolve("_sidecars");
        try (Listing listing = table.memory.list(folder, "")) {
            listing.forEachRemaining(object -> names.add(object.location().name()));
        }
        return names;
    }
}
