package io.twinlake.query;

import io.twinlake.format.Counted;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which rows and columns of a snapshot to read: a value that can be printed, split by file, and run here by
 * {@link #rows} or by an engine that takes the {@linkplain #splits() splits}. Files are pruned by partition values and
 * statistics when the plan is split; rows are filtered exactly when it is run.
 */
public final class ScanPlan {

    private final Snapshot snapshot;
    private final Predicate predicate;
    private final Schema schema;
    private final OptionalLong limit;

    private ScanPlan(Snapshot snapshot, Predicate predicate, Schema schema, OptionalLong limit) {
        this.snapshot = snapshot;
        this.predicate = predicate;
        this.schema = schema;
        this.limit = limit;
    }

    /** All rows and columns. */
    public static ScanPlan over(Snapshot snapshot) {
        return new ScanPlan(snapshot, Predicate.TRUE, snapshot.schema(), OptionalLong.empty());
    }

    /**
     * Only rows for which {@code condition} is true, beside what was asked for before.
     *
     * @throws IllegalArgumentException if a column is not there (the message names the nearest) or can't be compared
     *     with its literal
     */
    public ScanPlan where(Predicate condition) {
        Predicate resolved = condition.resolve(snapshot.schema());
        Predicate both = predicate.equals(Predicate.TRUE) ? resolved : Predicate.and(predicate, resolved);
        return new ScanPlan(snapshot, both, schema, limit);
    }

    /**
     * Only these columns, in this order; none named means all.
     *
     * @throws IllegalArgumentException if a column is not there; the message names the nearest
     */
    public ScanPlan select(List<String> columns) {
        Schema all = snapshot.schema();
        Schema selected = columns.isEmpty()
                ? all
                : new Schema(columns.stream()
                        .map(name -> all.field(Columns.position(all, name)))
                        .toList());
        return new ScanPlan(snapshot, predicate, selected, limit);
    }

    /** Only these columns, in this order; none named means all. */
    public ScanPlan select(String... columns) {
        return select(List.of(columns));
    }

    /** At most that many rows; which ones is open. */
    public ScanPlan limit(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("limit " + rows + " is negative");
        }
        return new ScanPlan(snapshot, predicate, schema, OptionalLong.of(rows));
    }

    /** The columns of the result. */
    public Schema schema() {
        return schema;
    }

    public Predicate predicate() {
        return predicate;
    }

    public OptionalLong limit() {
        return limit;
    }

    /** The files that may hold rows of the result, in the order of the log. */
    public List<Split> splits() {
        try (Stream<AddFile> files = snapshot.files(predicate)) {
            return splits(files);
        }
    }

    /** The same for given files of the table. */
    List<Split> splits(Stream<AddFile> files) {
        Schema read = new Schema(needed());
        List<Integer> output = schema.fields().stream()
                .map(field -> Columns.position(read, field.name()))
                .toList();
        return files.map(file -> new Split(snapshot, file, read, predicate, output))
                .toList();
    }

    /** Runs the plan in this process, with some files read ahead. Who opens closes. */
    public RowBatches rows() {
        return rows(ReadOptions.defaults());
    }

    /** Runs the plan in this process. Who opens closes. */
    public RowBatches rows(ReadOptions options) {
        RowBatches all = LocalScan.open(splits(), schema, options);
        return limit.isPresent() ? new LimitedRows(all, limit.getAsLong()) : all;
    }

    /** What will be read, for people. */
    @Override
    public String toString() {
        List<Split> splits = splits();
        long bytes = splits.stream().mapToLong(split -> split.file().size()).sum();
        return "scan of " + snapshot.table() + " version " + snapshot.version() + ": "
                + Counted.of(splits.size(), "file") + ", "
                + Counted.of(bytes, "byte")
                + ", columns " + schema.fields().stream().map(Field::name).toList() + " where " + predicate
                + (limit.isPresent() ? " limit " + limit.getAsLong() : "");
    }

    private List<Field> needed() {
        Set<Field> fields = new LinkedHashSet<>(schema.fields());
        for (String column : PredicateColumns.of(predicate)) {
            fields.add(snapshot.schema().topColumn(column));
        }
        return List.copyOf(fields);
    }
}
