package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Vectors;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts rows in the place of others: of all, of those for which a condition is true, or of those in the same partitions. */
public final class Overwrite implements RowChange {

    private static final String OPERATION = "WRITE";

    /** Which rows go. */
    private enum Extent {
        ALL,
        CONDITION,
        PARTITIONS
    }

    private final Extent extent;
    private final Condition where;
    private final List<RowBatch> rows;

    private Overwrite(Extent extent, Condition where, List<RowBatch> rows) {
        this.extent = extent;
        this.where = where;
        this.rows = List.copyOf(rows);
    }

    /** All rows of the table go. */
    public static Overwrite all(List<RowBatch> rows) {
        return new Overwrite(Extent.ALL, Condition.always(), rows);
    }

    /** The rows for which the condition is true go; it must be true of all new ones. */
    public static Overwrite where(Condition condition, List<RowBatch> rows) {
        return new Overwrite(Extent.CONDITION, condition, rows);
    }

    /** The rows of those partitions go that the new ones are in. */
    public static Overwrite partitions(List<RowBatch> rows) {
        return new Overwrite(Extent.PARTITIONS, Condition.always(), rows);
    }

    @Override
    public ChangePlan plan(Snapshot snapshot) {
        RowRules rules = RowRules.of(snapshot);
        List<RowBatch> complete = rows.stream().map(rules::complete).toList();
        var plan = new ChangePlan.Builder(snapshot, OPERATION).inserts(complete);
        return switch (extent) {
            case ALL -> plan.gone(files(snapshot)).build();
            case CONDITION -> {
                complete.forEach(batch -> requireInside(batch, snapshot));
                yield plan.read(where.pruning(Sight.of(snapshot.schema())))
                        .edits(List.of(Clause.delete(Optional.of(where))), new Matches(snapshot, where).find())
                        .build();
            }
            case PARTITIONS -> plan.gone(inPartitions(complete, snapshot)).build();
        };
    }

    private static List<AddFile> files(Snapshot snapshot) {
        try (Stream<AddFile> files = snapshot.files()) {
            return files.toList();
        }
    }

    private void requireInside(RowBatch batch, Snapshot snapshot) {
        int[] inside = where.over(Sight.of(snapshot.schema())).matching(batch);
        for (int row = 0; row < batch.rows(); row++) {
            if (row >= inside.length || inside[row] != row) {
                throw new ConstraintViolationException("row " + Cells.show(batch, row)
                        + " is not among those that are overwritten, " + where + "; nothing was written");
            }
        }
    }

    private static List<AddFile> inPartitions(List<RowBatch> rows, Snapshot snapshot) {
        List<String> columns = snapshot.metadata().partitionColumns();
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    snapshot.table() + " has no partitions to overwrite; overwrite all, or by a condition");
        }
        Set<List<Optional<String>>> touched = new HashSet<>();
        for (RowBatch batch : rows) {
            for (int row = 0; row < batch.rows(); row++) {
                touched.add(values(batch, row, columns));
            }
        }
        return files(snapshot).stream()
                .filter(file -> touched.contains(values(file, columns, snapshot)))
                .toList();
    }

    private static List<Optional<String>> values(RowBatch batch, int row, List<String> columns) {
        List<Optional<String>> values = new ArrayList<>();
        for (String column : columns) {
            int position = batch.schema().indexOf(column).orElseThrow();
            values.add(PartitionFolder.text(batch.column(position), row));
        }
        return values;
    }

    /** By value: other writers have other texts for the same. */
    private static List<Optional<String>> values(AddFile file, List<String> columns, Snapshot snapshot) {
        List<Optional<String>> values = new ArrayList<>();
        for (String column : columns) {
            Field field =
                    snapshot.schema().field(snapshot.schema().indexOf(column).orElseThrow());
            Optional<Literal> value = snapshot.partitionValue(file, column);
            values.add(PartitionFolder.text(Vectors.constant(field.type(), value, 1), 0));
        }
        return values;
    }

    @Override
    public String toString() {
        return "overwrite " + (extent == Extent.PARTITIONS ? "the partitions of the new rows" : where.toString());
    }
}
