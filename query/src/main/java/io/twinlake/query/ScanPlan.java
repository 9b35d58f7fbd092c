package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.UnsupportedTableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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

    /**
     * The files that may hold rows of the result, in the order of the log.
     *
     * @throws UnsupportedTableException if a file's rows can't be told from the file alone; the message names the feature
     */
    public List<Split> splits() {
        try (Stream<AddFile> files = snapshot.files(predicate)) {
            return splits(files);
        }
    }

    /** The same for given files of the table. */
    List<Split> splits(Stream<AddFile> files) {
        Set<String> partitionColumns = lowerCase(snapshot.metadata().partitionColumns());
        List<Field> needed = needed();
        List<Field> read = new ArrayList<>(needed.stream()
                .filter(field -> !partitionColumns.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList());
        if (read.isEmpty()) {
            read.add(anyDataColumn(partitionColumns));
        }
        Set<Field> all = new LinkedHashSet<>(needed);
        all.addAll(read);
        Schema rows = new Schema(List.copyOf(all));
        Schema fromFile = new Schema(read);
        List<Integer> output = schema.fields().stream()
                .map(field -> Columns.position(rows, field.name()))
                .toList();
        return files.map(file ->
                        new Split(supported(file), snapshot.locate(file.path()), fromFile, rows, predicate, output))
                .toList();
    }

    /** Runs the plan in this process, with some files read ahead. Who opens closes. */
    public RowBatches rows() {
        return rows(ReadOptions.defaults());
    }

    /** Runs the plan in this process. Who opens closes. */
    public RowBatches rows(ReadOptions options) {
        RowBatches all = LocalScan.open(snapshot.environment().storage(), splits(), schema, options);
        return limit.isPresent() ? new LimitedRows(all, limit.getAsLong()) : all;
    }

    /** What will be read, for people. */
    @Override
    public String toString() {
        List<Split> splits = splits();
        long bytes = splits.stream().mapToLong(split -> split.file().size()).sum();
        return "scan of " + snapshot.table() + " version " + snapshot.version() + ": " + splits.size() + " files, "
                + bytes
                + " bytes, columns " + schema.fields().stream().map(Field::name).toList() + " where " + predicate
                + (limit.isPresent() ? " limit " + limit.getAsLong() : "");
    }

    private List<Field> needed() {
        Set<Field> fields = new LinkedHashSet<>(schema.fields());
        for (String column : PredicateColumns.of(predicate)) {
            fields.add(Columns.top(snapshot.schema(), column));
        }
        return List.copyOf(fields);
    }

    /** A file must be read for the number of its rows where none of its own columns is asked for. */
    private Field anyDataColumn(Set<String> partitionColumns) {
        return snapshot.schema().fields().stream()
                .filter(field -> !partitionColumns.contains(field.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new UnsupportedTableException("table " + snapshot.table()
                        + " has no column beside its partition columns; its rows can't be counted"));
    }

    private AddFile supported(AddFile file) {
        if (file.deletionVector().isPresent()) {
            throw new UnsupportedTableException("file " + file.path() + " of table " + snapshot.table()
                    + " has a deletion vector (feature deletionVectors), which is not read yet");
        }
        return file;
    }

    private static Set<String> lowerCase(List<String> names) {
        Set<String> lower = new LinkedHashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
