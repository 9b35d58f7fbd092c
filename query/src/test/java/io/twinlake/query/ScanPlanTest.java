package io.twinlake.query;

import static io.twinlake.query.TwinTable.rows;
import static io.twinlake.query.TwinTable.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.Predicate;
import io.twinlake.query.TwinTable.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanPlanTest {

    /** A pool has ended a moment before its last thread has. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final TwinTable table = new TwinTable();

    @BeforeEach
    void two_files() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("a", 2, 2, "taxi"), Change.of("b", 1, 1, ""));
        table.append(Change.of("c", 5, 1, "gate"), Change.of("d", 6, 1, "air"));
    }

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void all_rows_come_in_the_order_of_the_log() {
        assertThat(values(ScanPlan.over(table.latest()).select("key").rows())).containsExactly("a", "a", "b", "c", "d");
    }

    @Test
    void rows_are_filtered_exactly() {
        ScanPlan plan = ScanPlan.over(table.latest())
                .where(Predicate.equal("phase", "gate"))
                .select("key");

        assertThat(values(plan.rows())).containsExactly("a", "c");
    }

    @Test
    void a_column_may_be_filtered_by_that_is_not_selected() {
        ScanPlan plan = ScanPlan.over(table.latest())
                .where(Predicate.atLeast("observed_at", TwinTable.at(5)))
                .select("phase");

        assertThat(values(plan.rows())).containsExactly("gate", "air");
    }

    @Test
    void null_is_neither_equal_nor_different() {
        ScanPlan different = ScanPlan.over(table.latest())
                .where(Predicate.not(Predicate.equal("phase", "gate")))
                .select("key");

        assertThat(values(different.rows())).containsExactly("a", "d");
    }

    @Test
    void files_that_cannot_match_are_not_read() {
        assertThat(ScanPlan.over(table.latest())
                        .where(Predicate.equal("key", "d"))
                        .splits())
                .hasSize(1);
        assertThat(ScanPlan.over(table.latest())
                        .where(Predicate.equal("key", "z"))
                        .splits())
                .isEmpty();
    }

    @Test
    void a_limit_ends_the_reading() {
        assertThat(values(ScanPlan.over(table.latest()).select("key").limit(4).rows()))
                .containsExactly("a", "a", "b", "c");
        assertThat(values(ScanPlan.over(table.latest()).select("key").limit(0).rows()))
                .isEmpty();
    }

    @Test
    void one_thread_and_many_give_the_same() {
        for (int i = 0; i < 20; i++) {
            table.append(Change.of("k" + i, 10 + i, 1, "air"));
        }
        ScanPlan plan = ScanPlan.over(table.latest());

        assertThat(rows(plan.rows(ReadOptions.defaults().withParallelFiles(7))))
                .isEqualTo(rows(plan.rows(ReadOptions.defaults().withParallelFiles(1))))
                .hasSize(25);
    }

    @Test
    void a_scan_that_is_left_early_closes_its_threads() throws InterruptedException {
        try (RowBatches rows = ScanPlan.over(table.latest()).rows()) {
            assertThat(rows.hasNext()).isTrue();
        }

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("twinlake-scan")) {
                thread.join(PATIENCE_MILLIS);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void values_come_as_java_objects() {
        List<Optional<Object>> first =
                rows(ScanPlan.over(table.latest()).limit(1).rows()).get(0);

        assertThat(first)
                .extracting(Optional::orElseThrow)
                .containsExactly(
                        "a",
                        Instant.parse("2013-01-01T00:01:00Z"),
                        Instant.parse("2013-01-01T00:00:00Z"),
                        1L,
                        "change",
                        "gate",
                        1.5,
                        1,
                        false,
                        new java.math.BigDecimal("0.25"));
    }

    @Test
    void a_misspelled_column_is_answered_with_the_nearest() {
        assertThatThrownBy(() -> ScanPlan.over(table.latest()).where(Predicate.equal("phse", "air")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'phse'; did you mean 'phase'?");
        assertThatThrownBy(() -> ScanPlan.over(table.latest()).select("Seqq"))
                .hasMessageContaining("did you mean 'seq'?");
    }

    @Test
    void a_literal_of_another_kind_is_refused() {
        assertThatThrownBy(() -> ScanPlan.over(table.latest()).where(Predicate.equal("phase", 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 'phase'")
                .hasMessageContaining("can't be compared with");
    }

    @Test
    void a_column_added_later_is_null_in_older_files() {
        var before = table.latest();
        var schema = new io.twinlake.format.Schema(java.util.stream.Stream.concat(
                        TwinTable.SCHEMA.fields().stream(),
                        java.util.stream.Stream.of(io.twinlake.format.Field.nullable(
                                "note", io.twinlake.format.DataType.Primitive.STRING)))
                .toList());
        before.transaction(io.twinlake.log.IsolationLevel.SERIALIZABLE, "ADD COLUMNS")
                .metadata(TwinTable.metadata(schema, before.metadata().configuration()))
                .commit();

        assertThat(values(ScanPlan.over(table.latest()).select("note").limit(1).rows()))
                .containsExactly("null");
    }

    @Test
    void a_plan_can_be_printed() {
        assertThat(ScanPlan.over(table.latest())
                        .where(Predicate.equal("key", "a"))
                        .select("phase")
                        .limit(3))
                .asString()
                .startsWith("scan of memory://lake/ns/aircraft version 2: 1 file, ")
                .endsWith(" limit 3");
    }
}
