package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.HashMap;
import java.util.Map;

/** The latest row of every twin among those offered; memory grows with the twins, not with their rows. */
final class LatestRows {

    private static final int SLACK = 1024;

    private final TwinColumns columns;
    private final Schema schema;
    private final Map<String, Integer> positions = new HashMap<>();
    private RowBatch kept;

    LatestRows(Schema schema) {
        this.columns = TwinColumns.of(schema);
        this.schema = schema;
        this.kept = RowBatch.empty(schema);
    }

    void offer(RowBatch batch) {
        for (int row = 0; row < batch.rows(); row++) {
            String key = columns.key(batch, row);
            Integer before = positions.get(key);
            if (before == null || columns.compare(batch, row, kept, before) > 0) {
                positions.put(key, kept.rows());
                kept.appendFrom(batch, row);
            }
        }
        if (kept.rows() > 2 * positions.size() + SLACK) {
            dropSuperseded();
        }
    }

    /** The latest rows in order of key, without those of twins that have expired. */
    RowBatch alive() {
        int[] rows = positions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .mapToInt(Map.Entry::getValue)
                .filter(row -> !columns.isExpired(kept, row))
                .toArray();
        return kept.select(rows);
    }

    private void dropSuperseded() {
        RowBatch fresh = RowBatch.empty(schema);
        positions.replaceAll((key, row) -> {
            fresh.appendFrom(kept, row);
            return fresh.rows() - 1;
        });
        kept = fresh;
    }
}
