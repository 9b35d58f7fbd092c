package io.twinlake.spark;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Nearest;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * The column by whose values a snapshot is read in order.
 *
 * @param name in the schema that the stream reads with
 * @param physicalName what data files call it, which renaming does not change
 */
record EventTimeColumn(String name, String physicalName) {

    /** That of twin tables. */
    static final String DEFAULT = TwinShape.OBSERVED_AT;

    /** {@value #DEFAULT}, where the table has such a column of times. */
    static Optional<EventTimeColumn> byDefault(Snapshot table) {
        return field(table, DEFAULT)
                .filter(field -> field.type() == DataType.Primitive.TIMESTAMP
                        || field.type() == DataType.Primitive.TIMESTAMP_NTZ)
                .map(field -> of(table, field));
    }

    /** @throws IllegalArgumentException if the table has no such column of times, days or whole numbers */
    static EventTimeColumn named(Snapshot table, String name) {
        Field field = field(table, name)
                .orElseThrow(() -> new IllegalArgumentException(ReadOptions.EVENT_TIME_COLUMN + " is '" + name
                        + "', but " + table.table() + " has no such column: " + Nearest.remedy(name, names(table))));
        if (EventTimeType.of(field.type()).isEmpty()) {
            throw new IllegalArgumentException(ReadOptions.EVENT_TIME_COLUMN + " is '" + name + "', a column of type "
                    + SparkTypes.of(field.type()).sql() + " in " + table.table() + "; expected one of type TIMESTAMP, "
                    + "TIMESTAMP_NTZ, DATE, BIGINT or INT");
        }
        return of(table, field);
    }

    /** The column that a checkpoint names, which must still be there to go on. */
    static EventTimeColumn recorded(Snapshot table, String physicalName) {
        return physical(table, physicalName)
                .filter(field -> EventTimeType.of(field.type()).isPresent())
                .map(field -> of(table, field))
                .orElseThrow(
                        () -> new StreamException("the stream is within its snapshot, which comes in order of column '"
                                + physicalName + "', but " + table.table()
                                + " has no such column of times any more; start the "
                                + "stream with a new checkpoint"));
    }

    /** The column in another version's schema; empty where that lacks it. */
    Optional<Field> in(Snapshot snapshot) {
        return physical(snapshot, physicalName);
    }

    private static EventTimeColumn of(Snapshot table, Field field) {
        return new EventTimeColumn(field.name(), table.columnMapping().physicalName(field));
    }

    private static Optional<Field> physical(Snapshot snapshot, String physicalName) {
        return snapshot.schema().fields().stream()
                .filter(field -> snapshot.columnMapping().physicalName(field).equals(physicalName))
                .findFirst();
    }

    /** The name as it is, else in another case. */
    private static Optional<Field> field(Snapshot table, String name) {
        List<Field> fields = table.schema().fields();
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> fields.stream()
                        .filter(field -> field.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    private static List<String> names(Snapshot table) {
        return table.schema().fields().stream()
                .filter(field -> EventTimeType.of(field.type()).isPresent())
                .map(Field::name)
                .toList();
    }
}
