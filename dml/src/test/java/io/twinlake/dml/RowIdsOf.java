package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TrackedRows;
import java.util.ArrayList;
import java.util.List;

/** The id of each row, and the version that changed it last. */
final class RowIdsOf {

    private RowIdsOf() {}

    static List<String> rows(Snapshot snapshot) {
        List<String> ids = new ArrayList<>();
        Schema tracked = TrackedRows.schema(snapshot, snapshot.schema());
        for (AddFile file : snapshot.files().toList()) {
            try (TrackedRows rows = TrackedRows.open(snapshot, file, tracked)) {
                while (rows.hasNext()) {
                    RowBatch batch = rows.next();
                    int own = snapshot.schema().size();
                    for (int row = 0; row < batch.rows(); row++) {
                        ids.add(batch.longs(0).get(row) + " -> "
                                + batch.longs(own).get(row) + " of "
                                + batch.longs(own + 1).get(row));
                    }
                }
            }
        }
        return ids;
    }
}
