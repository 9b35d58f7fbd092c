package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.Action.AddFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompactionPolicyTest {

    private final TestTable table = new TestTable();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void a_tier_that_is_not_full_is_left_alone() {
        appendFiles(7);

        assertThat(CompactionPolicy.defaults().plan(table.fresh())).isEmpty();
    }

    @Test
    void a_full_tier_is_merged_into_one_file() {
        appendFiles(8);

        CompactionPlan plan = CompactionPolicy.defaults().plan(table.fresh()).orElseThrow();

        assertThat(plan.filesIn()).isEqualTo(8);
        assertThat(plan.filesOut()).isEqualTo(1);
        assertThat(plan.toString())
                .startsWith("compact memory://lake/ns/light version 8, sorted by key, observed_at, seq: 8 files, ")
                .contains("bytes, into 1")
                .hasLineCount(2);
    }

    @Test
    void full_compaction_merges_any_two_small_files() {
        appendFiles(2);

        assertThat(CompactionPolicy.defaults()
                        .full()
                        .plan(table.fresh())
                        .orElseThrow()
                        .filesIn())
                .isEqualTo(2);
    }

    @Test
    void a_single_file_is_never_rewritten() {
        appendFiles(1);

        assertThat(CompactionPolicy.defaults().full().plan(table.fresh())).isEmpty();
    }

    @Test
    void files_of_half_the_target_size_are_done() {
        appendFiles(3);
        long size = table.fresh().files().mapToLong(AddFile::size).min().orElseThrow();

        assertThat(CompactionPolicy.defaults()
                        .full()
                        .withTargetFileBytes(2 * size)
                        .plan(table.fresh()))
                .isEmpty();
    }

    @Test
    void many_files_are_merged_by_so_many_at_a_time() {
        appendFiles(10);

        CompactionPlan plan = CompactionPolicy.defaults()
                .full()
                .withMaxFilesPerMerge(4)
                .plan(table.fresh())
                .orElseThrow();

        assertThat(plan.merges()).extracting(merge -> merge.files().size()).containsExactly(4, 4, 2);
    }

    @Test
    void a_file_of_which_many_rows_are_deleted_is_rewritten_whatever_its_size() {
        try (TestTable deleting = new TestTable(Map.of("delta.enableDeletionVectors", "true"), List.of())) {
            deleting.append(row("a", 1), row("b", 1), row("c", 1), row("d", 1));
            CompactionPolicy policy = CompactionPolicy.defaults().withTargetFileBytes(1);

            deleting.delete(row("a", 1));
            assertThat(policy.plan(deleting.fresh())).isEmpty();
            deleting.delete(row("b", 1));
            CompactionPlan plan = policy.plan(deleting.fresh()).orElseThrow();

            assertThat(plan.filesIn()).isEqualTo(1);
            assertThat(policy.withMostDeletedShare(0.5).plan(deleting.fresh())).isEmpty();
        }
    }

    @Test
    void full_compaction_takes_out_every_deleted_row() {
        try (TestTable deleting = new TestTable(Map.of("delta.enableDeletionVectors", "true"), List.of())) {
            deleting.append(row("a", 1), row("b", 1), row("c", 1), row("d", 1));
            deleting.delete(row("b", 1));

            CompactionPlan plan =
                    CompactionPolicy.defaults().full().plan(deleting.fresh()).orElseThrow();

            assertThat(plan.filesIn()).isEqualTo(1);
        }
    }

    @Test
    void a_table_that_lacks_a_sort_column_is_refused_with_its_columns() {
        try (TestTable unsortable = new TestTable(Map.of(SortOrder.PROPERTY, "key,nowhere"), List.of())) {
            assertThatThrownBy(() -> CompactionPolicy.defaults().plan(unsortable.fresh()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("sorted by key, nowhere");
        }
    }

    private void appendFiles(int count) {
        for (int i = 0; i < count; i++) {
            table.append(row("k" + i, 1));
        }
    }
}
