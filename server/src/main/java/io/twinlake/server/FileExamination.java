package io.twinlake.server;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Compare;
import io.twinlake.format.Predicate.Operator;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads one data file and holds what the log says of it against its rows. */
final class FileExamination {

    private final String table;
    private final Snapshot snapshot;
    private final AddFile file;

    FileExamination(String table, Snapshot snapshot, AddFile file) {
        this.table = table;
        this.snapshot = snapshot;
        this.file = file;
    }

    List<Finding> findings() {
        Location location = snapshot.locate(file.path());
        List<Finding> findings = new ArrayList<>();
        try {
            FileStatistics statistics = snapshot.statistics(file);
            Map<String, Predicate> outside = outside(statistics);
            Map<String, Long> wrong = new LinkedHashMap<>();
            long rows = count(outside, wrong);
            OptionalLong said = snapshot.rowCount(file);
            if (said.isPresent() && said.getAsLong() != rows) {
                findings.add(Finding.error(
                        location.toString(),
                        "it has " + rows + " rows, the log says " + said.getAsLong(),
                        "counts and skipping are wrong for it: rewrite " + table));
            }
            wrong.forEach((column, count) -> findings.add(Finding.error(
                    location.toString(),
                    Sizes.count(count, "row") + " outside the statistics of column " + column,
                    "queries by " + column + " miss rows: rewrite " + table)));
        } catch (RuntimeException e) {
            findings.add(Finding.error(location.toString(), String.valueOf(e.getMessage()), "restore it from a copy"));
        }
        return findings;
    }

    private long count(Map<String, Predicate> outside, Map<String, Long> wrong) {
        long rows = 0;
        try (LiveRows live = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
            while (live.hasNext()) {
                RowBatch batch = live.next();
                rows += batch.rows();
                outside.forEach((column, predicate) -> {
                    int matching = predicate.matching(batch).length;
                    if (matching > 0) {
                        wrong.merge(column, (long) matching, Long::sum);
                    }
                });
            }
        }
        return rows;
    }

    /** By column, what no row may be. */
    private Map<String, Predicate> outside(FileStatistics statistics) {
        Map<String, Predicate> outside = new LinkedHashMap<>();
        statistics.columns().forEach((path, column) -> {
            if (path.size() == 1 && snapshot.schema().indexOf(path.get(0)).isPresent()) {
                beyond(path.get(0), column).ifPresent(predicate -> outside.put(path.get(0), predicate));
            }
        });
        return outside;
    }

    private static java.util.Optional<Predicate> beyond(String column, ColumnStatistics bounds) {
        List<Predicate> sides = new ArrayList<>();
        bounds.min().ifPresent(min -> sides.add(compare(column, Operator.LESS, min)));
        bounds.max().ifPresent(max -> sides.add(compare(column, Operator.GREATER, max)));
        return sides.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(new Predicate.Or(sides));
    }

    private static Predicate compare(String column, Operator operator, Literal bound) {
        return new Compare(ColumnPath.text(column), operator, bound);
    }
}
