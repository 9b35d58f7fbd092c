package io.twinlake.server;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
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
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one data file and holds what the log says of it against its rows. Bounds are taken as they are written: we read them
 * wider where writers are known to err, other readers do not.
 */
final class FileExamination {

    private final String table;
    private final Snapshot snapshot;
    private final AddFile file;

    FileExamination(String table, Snapshot snapshot, AddFile file) {
        this.table = table;
        this.snapshot = snapshot;
        this.file = file;
    }

    /**
     * What is not in order.
     *
     * @param mendable whether statistics are wrong, which can be written again without touching a row
     */
    record Outcome(List<Finding> findings, boolean mendable) {}

    Outcome outcome() {
        Location location = snapshot.locate(file.path());
        List<Finding> findings = new ArrayList<>();
        try {
            FileStatistics written = snapshot.writtenStatistics(file);
            Counter outside = new Counter(outside(written, FileExamination::beyond));
            Counter hidden = new Counter(outside(snapshot.statistics(file), FileExamination::hidden));
            Counter nulls = new Counter(nulls(written));
            long rows = count(List.of(outside, hidden, nulls));
            rows(location, rows, findings);
            outside.counts.forEach((column, count) -> {
                long ours = hidden.counts.getOrDefault(column, 0L);
                findings.add(Finding.error(
                        location.toString(),
                        Sizes.count(count, "row") + " outside the statistics of column " + column,
                        (ours > 0 ? "queries by " : "other engines' queries by ") + column + " miss rows: "
                                + remedy()));
            });
            nulls(location, written, nulls, findings);
        } catch (RuntimeException e) {
            return new Outcome(
                    List.of(Finding.error(
                            location.toString(), String.valueOf(e.getMessage()), "restore it from a copy")),
                    false);
        }
        return new Outcome(findings, !findings.isEmpty());
    }

    private String remedy() {
        return "twinlake doctor --repair " + table + " mends them";
    }

    private void rows(Location location, long rows, List<Finding> findings) {
        OptionalLong said = snapshot.rowCount(file);
        if (said.isPresent() && said.getAsLong() != rows) {
            findings.add(Finding.error(
                    location.toString(),
                    "it has " + rows + " rows, the log says " + said.getAsLong(),
                    "counts and skipping are wrong for it: " + remedy()));
        }
    }

    private void nulls(Location location, FileStatistics written, Counter nulls, List<Finding> findings) {
        written.columns().forEach((path, known) -> {
            String column = new ColumnPath(path).toString();
            long said = known.nullCount().orElse(0);
            long are = nulls.counts.getOrDefault(column, 0L);
            if (nulls.predicates.containsKey(column) && said != are) {
                findings.add(Finding.error(
                        location.toString(),
                        are + " rows are null in column " + column + ", the log says " + said,
                        "queries by " + column + " may miss rows: " + remedy()));
            }
        });
    }

    private long count(List<Counter> counters) {
        long rows = 0;
        try (LiveRows live = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
            while (live.hasNext()) {
                RowBatch batch = live.next();
                rows += batch.rows();
                counters.forEach(counter -> counter.count(batch));
            }
        }
        return rows;
    }

    /** Rows by the column whose condition they meet; a column of which none does is not counted. */
    private static final class Counter {
        private final Map<String, Predicate> predicates;
        private final Map<String, Long> counts = new LinkedHashMap<>();

        Counter(Map<String, Predicate> predicates) {
            this.predicates = predicates;
        }

        void count(RowBatch batch) {
            predicates.forEach((column, predicate) -> {
                int matching = predicate.matching(batch).length;
                if (matching > 0) {
                    counts.merge(column, (long) matching, Long::sum);
                }
            });
        }
    }

    /** What no row of a column may be, by its bounds. */
    @FunctionalInterface
    private interface Beyond {
        Optional<Predicate> of(String column, ColumnStatistics bounds);
    }

    private Map<String, Predicate> outside(FileStatistics statistics, Beyond beyond) {
        Map<String, Predicate> outside = new LinkedHashMap<>();
        statistics
                .columns()
                .forEach((path, column) -> name(path)
                        .flatMap(name -> beyond.of(name, column))
                        .ifPresent(predicate -> outside.put(new ColumnPath(path).toString(), predicate)));
        return outside;
    }

    /** By column of which nulls are counted. Those of deleted rows are counted as well, and can't be told here. */
    private Map<String, Predicate> nulls(FileStatistics statistics) {
        Map<String, Predicate> nulls = new LinkedHashMap<>();
        if (file.deletionVector().isEmpty()) {
            statistics
                    .columns()
                    .forEach((path, column) -> name(path)
                            .filter(name -> column.nullCount().isPresent())
                            .ifPresent(name -> nulls.put(name, new Predicate.IsNull(name))));
        }
        return nulls;
    }

    /** How a predicate names a column; empty for arrays, maps and variants. */
    private Optional<String> name(List<String> path) {
        List<Field> fields = snapshot.schema().fields();
        DataType type = DataType.Primitive.VOID;
        for (String part : path) {
            Optional<Field> found =
                    fields.stream().filter(field -> field.name().equals(part)).findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            type = found.get().type();
            fields = type instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
        boolean comparable = type instanceof DataType.Decimal
                || (type instanceof DataType.Primitive
                        && type != DataType.Primitive.VARIANT
                        && type != DataType.Primitive.VOID);
        return comparable ? Optional.of(new ColumnPath(path).toString()) : Optional.empty();
    }

    private static Optional<Predicate> beyond(String column, ColumnStatistics bounds) {
        List<Predicate> sides = new ArrayList<>();
        bounds.min().ifPresent(min -> sides.add(new Compare(column, Operator.LESS, min)));
        bounds.max().ifPresent(max -> sides.add(new Compare(column, Operator.GREATER, max)));
        return sides.isEmpty() ? Optional.empty() : Optional.of(new Predicate.Or(sides));
    }

    /** A NaN is hidden only where bounds say that they cover it. */
    private static Optional<Predicate> hidden(String column, ColumnStatistics bounds) {
        boolean mayBeNaN =
                bounds.max().filter(max -> max.value() instanceof Double).isPresent() && !bounds.boundsCoverNaN();
        return beyond(column, bounds)
                .map(beyond ->
                        mayBeNaN ? Predicate.and(beyond, Predicate.not(Predicate.equal(column, Double.NaN))) : beyond);
    }
}
