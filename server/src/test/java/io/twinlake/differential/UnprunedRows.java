package io.twinlake.differential;

import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import io.twinlake.query.ReadOptions;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import java.util.ArrayList;
import java.util.List;

/** All rows of a version, read with no predicate, so that no bound, no page index and no filter can hide one. */
record UnprunedRows(List<RowBatch> batches) {

    static UnprunedRows of(Snapshot snapshot) {
        List<RowBatch> batches = new ArrayList<>();
        try (RowBatches rows =
                ScanPlan.over(snapshot).rows(ReadOptions.defaults().withParallelFiles(1))) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                RowBatch copy = RowBatch.empty(batch.schema());
                for (int row = 0; row < batch.rows(); row++) {
                    copy.appendFrom(batch, row);
                }
                batches.add(copy);
            }
        }
        return new UnprunedRows(batches);
    }

    /** Those that match, as sorted texts. */
    List<String> where(Predicate predicate) {
        List<String> texts = new ArrayList<>();
        for (RowBatch batch : batches) {
            Row.of(batch.select(predicate.matching(batch))).map(ValueText::of).forEach(texts::add);
        }
        texts.sort(null);
        return texts;
    }
}
