package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Scan;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import io.twinlake.compaction.TestTable.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta Kernel reads the same rows before and after compaction and vacuum. */
class KernelReadsCompactedTest {

    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    @TempDir
    Path folder;

    @Test
    void kernel_reads_the_same_rows_before_and_after_compaction_and_vacuum() throws IOException {
        try (TestTable table = new TestTable()) {
            List<Reading> rows = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                rows.add(row("k" + i % 4, i));
                table.append(rows.get(i));
            }
            assertThat(kernelRows(table, "before")).containsExactlyInAnyOrderElementsOf(rows);

            new Compactor(table.environment)
                    .run(CompactionPolicy.defaults().plan(table.fresh()).orElseThrow());
            table.log.checkpoint(table.log.latest());
            assertThat(kernelRows(table, "compacted"))
                    .containsExactlyElementsOf(rows.stream().sorted().toList());

            table.clock.advance(Duration.ofDays(40));
            Vacuum vacuum = new Vacuum(table.log, RetentionPolicy.defaults());
            vacuum.run(vacuum.plan());
            assertThat(kernelRows(table, "vacuumed")).containsExactlyInAnyOrderElementsOf(rows);
        }
    }

    private List<Reading> kernelRows(TestTable table, String name) throws IOException {
        Path copy = folder.resolve(name);
        table.copyTo(copy);
        Scan scan = TableManager.loadSnapshot(copy.toString())
                .build(ENGINE)
                .getScanBuilder()
                .build();
        Row state = scan.getScanState(ENGINE);
        List<Reading> rows = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(ENGINE)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> files = batches.next().getRows()) {
                    while (files.hasNext()) {
                        read(state, files.next(), rows);
                    }
                }
            }
        }
        return rows;
    }

    private static void read(Row state, Row file, List<Reading> rows) throws IOException {
        var physical = ENGINE.getParquetHandler()
                .readParquetFiles(
                        Utils.singletonCloseableIterator(InternalScanFileUtils.getAddFileStatus(file)),
                        ScanStateRow.getPhysicalDataReadSchema(state),
                        Optional.empty())
                .map(result -> result.getData());
        try (CloseableIterator<FilteredColumnarBatch> logical =
                Scan.transformPhysicalData(ENGINE, state, file, physical)) {
            while (logical.hasNext()) {
                try (CloseableIterator<Row> each = logical.next().getRows()) {
                    each.forEachRemaining(row -> rows.add(row(row.getString(0), row.getLong(2))));
                }
            }
        }
    }
}
