package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.dml.Restore;
import io.twinlake.log.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows are new to who ignores that others go. */
class NewRowsTest {

    @TempDir
    Path folder;

    private static List<String> received(ChangedTable table, long from) {
        List<String> rows = new ArrayList<>();
        for (SubscribedCommit commit :
                Subscription.from(table.log, StartAt.version(from), Subscription.Removals.IGNORED)) {
            try (RowBatches batches = commit.rows()) {
                TwinTable.plain(TwinTable.rows(batches)).forEach(row -> rows.add(commit.version() + ": " + row.get(0)));
            }
        }
        return rows;
    }

    @Test
    void rows_that_a_restore_brings_back_by_another_vector_are_new_and_deleted_ones_are_not() {
        ChangedTable table = new ChangedTable(folder.resolve("t"), Map.of("delta.enableDeletionVectors", "true"))
                .append(5)
                .delete("id = 2")
                .delete("id = 4")
                .delete("id = 5");
        Restore.plan(table.log, Version.of(2)).run();
        Restore.plan(table.log, Version.of(1)).run();

        assertThat(received(table, 1)).containsExactly("1: 1", "1: 2", "1: 3", "1: 4", "1: 5", "5: 4", "5: 5", "6: 2");
    }
}
