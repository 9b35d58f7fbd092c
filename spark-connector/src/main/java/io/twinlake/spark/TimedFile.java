package io.twinlake.spark;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A data file and what the log's statistics say of its event times. They only say which ranges a file has no rows of; a
 * bound that is missing or not believed is the end of all times.
 *
 * @param mayHaveNulls whether there may be rows without an event time
 * @param mayHaveValues whether there may be rows with one
 */
record TimedFile(AddFile file, boolean mayHaveNulls, boolean mayHaveValues, long min, long max) {

    /** @param column in the snapshot's schema; empty where that has none, when nothing is known */
    static TimedFile of(Snapshot snapshot, Optional<Field> column, AddFile file) {
        return column.map(field -> of(snapshot.statistics(file), field, file))
                .orElseGet(() -> new TimedFile(file, true, true, Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static TimedFile of(FileStatistics statistics, Field column, AddFile file) {
        ColumnStatistics known = statistics.column(List.of(column.name()));
        long nulls = known.nullCount().orElse(column.nullable() ? 1 : 0);
        boolean allNull =
                known.nullCount().isPresent() && nulls >= statistics.rows().orElse(ColumnStatistics.ALL_ROWS);
        long min = known.min().map(EventTimeType::of).orElse(Long.MIN_VALUE);
        long max = known.max().map(EventTimeType::of).orElse(Long.MAX_VALUE);
        boolean isRange = min <= max;
        return new TimedFile(file, nulls > 0, !allNull, isRange ? min : Long.MIN_VALUE, isRange ? max : Long.MAX_VALUE);
    }

    /** Whether both bounds are known. */
    boolean isBounded() {
        return mayHaveValues && min > Long.MIN_VALUE && max < Long.MAX_VALUE;
    }

    /** About how much of the file is of the range, if its rows are spread evenly between its bounds. */
    double partOf(EventTimes times) {
        double first = (double) Math.max(min, times.from());
        double end = times.isOpen() ? max + 1.0 : Math.min(max + 1.0, (double) times.before());
        return isBounded() ? Math.max(0, end - first) / (max + 1.0 - min) : 0;
    }

    boolean mayHold(EventTimes times) {
        return (mayHaveNulls && times.withNulls()) || (mayHaveValues && times.meets(min, max));
    }
}
