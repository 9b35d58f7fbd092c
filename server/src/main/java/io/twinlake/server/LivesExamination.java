package io.twinlake.server;

import io.twinlake.format.RowBatch;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Snapshot;
import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Are the lives of twins whole: {@code seq} counts from 1 without gap or double in each (key, born_at)? Two pipelines that
 * write one table with the same keys show here.
 */
final class LivesExamination {

    private final OpenLake lake;
    private final String table;
    private final Snapshot snapshot;

    LivesExamination(OpenLake lake, String table, Snapshot snapshot) {
        this.lake = lake;
        this.table = table;
        this.snapshot = snapshot;
    }

    List<Finding> findings() {
        boolean ofTwins = snapshot.domain(TwinShape.DEFINITION_DOMAIN).isPresent();
        return ofTwins && (OpenLake.isPath(table) || lake.tables().contains(table)) ? lives() : List.of();
    }

    private List<Finding> lives() {
        String quoted = OpenLake.isPath(table)
                ? "\"" + table.replace("\"", "\"\"") + "\""
                : "\"" + table.replace(".", "\".\"") + "\"";
        String broken =
                "SELECT key, count(*) AS row_count, count(DISTINCT seq) AS seqs, max(seq) AS last FROM " + quoted
                        + " GROUP BY key, born_at HAVING count(*) <> count(DISTINCT seq) OR max(seq) <> count(*) OR min(seq) <> 1"
                        + " ORDER BY key LIMIT 1";
        try {
            Path cache = Files.createTempDirectory("twinlake-doctor");
            try (LocalSql sql = LocalSql.over(lake.lake(), SqlOptions.defaults(cache));
                    RowBatches rows = sql.query(broken)) {
                return rows.hasNext() ? List.of(finding(rows.next())) : List.of();
            } finally {
                Files.deleteIfExists(cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Finding finding(RowBatch batch) {
        return Finding.error(
                table,
                "a life of twin '" + batch.bytes(0).string(0) + "' has "
                        + batch.longs(1).get(0) + " rows, " + batch.longs(2).get(0) + " different seq, the last "
                        + batch.longs(3).get(0),
                "two pipelines write the same keys to this table, or files were lost: give each pipeline keys of its own");
    }
}
