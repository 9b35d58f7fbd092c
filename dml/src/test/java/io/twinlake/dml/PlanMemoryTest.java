package io.twinlake.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan keeps of each row that changes; {@code -Dtwinlake.rows=20000000} for a table of that many rows. */
class PlanMemoryTest {

    private static final int ROWS = Integer.getInteger("twinlake.rows", 200_000);
    private static final int BATCH = 50_000;
    private static final Schema SCHEMA =
            Schema.of(Field.nullable("id", Primitive.LONG), Field.nullable("value", Primitive.LONG));

    @TempDir
    Path folder;

    @Test
    void a_plan_keeps_bits_of_rows_that_go_and_four_bytes_of_rows_that_are_updated_from_others() {
        DmlTable table = new DmlTable(folder.resolve("t")).create(SCHEMA, Map.of());
        List<RowBatch> rows = new ArrayList<>();
        for (int from = 0; from < ROWS; from += BATCH) {
            rows.add(rows(from, 1, Math.min(ROWS, from + BATCH)));
        }
        Append.of(rows).run(table.log);
        rows.clear();
        Snapshot snapshot = table.latest();
        int changed = ROWS / 2;
        // What is loaded and remembered at a first plan is no part of the next ones.
        for (int turn = 0; turn < 2; turn++) {
            new Delete(Condition.sql("id % 2 = 1")).plan(snapshot);
            new Delete(Condition.sql("id > 1")).plan(snapshot);
            new Update(Condition.sql("id % 2 = 1"), Map.of("value", Assignment.sql("1"))).plan(snapshot);
            Merge.of(rows(1, 2, ROWS), Map.of("id", "id"))
                    .whenMatchedUpdateAll()
                    .plan(snapshot);
        }

        assertThat(bytesOf("every other row deleted", new Delete(Condition.sql("id % 2 = 0")), snapshot))
                .isLessThan(changed);
        assertThat(bytesOf("every row but the first deleted", new Delete(Condition.sql("id > 0")), snapshot))
                .isLessThan(changed);
        assertThat(bytesOf(
                        "every other row updated",
                        new Update(Condition.sql("id % 2 = 0"), Map.of("value", Assignment.sql("0"))),
                        snapshot))
                .isLessThan(changed);
        RowBatch source = rows(0, 2, ROWS);
        assertThat(bytesOf(
                        "every other row merged",
                        Merge.of(source, Map.of("id", "id")).whenMatchedUpdateAll(),
                        snapshot))
                .isLessThan(6L * changed);
    }

    private static RowBatch rows(int from, int step, int to) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (int id = from; id < to; id += step) {
            batch.longs(0).append(id);
            batch.longs(1).append(1);
        }
        return batch;
    }

    /** The least of a few plans: what else the JVM comes to keep in the meantime is in one of them at most. */
    private static long bytesOf(String what, RowChange change, Snapshot snapshot) {
        List<ChangePlan> plans = new ArrayList<>();
        long bytes = Long.MAX_VALUE;
        for (int turn = 0; turn < 5; turn++) {
            long before = used();
            plans.add(change.plan(snapshot));
            bytes = Math.min(bytes, used() - before);
        }
        long rows = plans.get(0).deletedRows() + plans.get(0).updatedRows();
        System.out.printf("%s: %,d rows, %,d bytes, %.2f a row%n", what, rows, bytes, (double) bytes / rows);
        assertThat(rows).isGreaterThanOrEqualTo(ROWS / 2);
        return bytes;
    }

    /** Used heap once a full collection frees no more. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (now >= used) {
                return now;
            }
            used = now;
        }
    }
}
