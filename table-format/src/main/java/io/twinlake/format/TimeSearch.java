package io.twinlake.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for days and times in columns of a file of which its statistics do not show that they are all counted alike by
 * everybody.
 *
 * @param path of the column
 */
record TimeSearch(FileStatistics statistics, List<String> path) implements DataType.Cases<Boolean> {

    private static final LocalDate ALIKE_SINCE = LocalDate.of(1900, 1, 4);

    /** Whether there are any. */
    static boolean anyIn(List<Field> columns, FileStatistics statistics) {
        return new TimeSearch(statistics, List.of()).anyOf(columns);
    }

    private boolean anyOf(List<Field> fields) {
        return fields.stream().anyMatch(field -> field.type().match(below(field.name())));
    }

    private TimeSearch below(String name) {
        List<String> names = new ArrayList<>(path);
        names.add(name);
        return new TimeSearch(statistics, names);
    }

    @Override
    public Boolean primitive(DataType.Primitive type) {
        return switch (type) {
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> !isAlike(statistics.column(path));
            default -> false;
        };
    }

    private boolean isAlike(ColumnStatistics column) {
        boolean isNull = column.nullCount().isPresent()
                && (column.nullCount().getAsLong() == ColumnStatistics.ALL_ROWS
                        || column.nullCount().equals(statistics.rows()));
        return isNull || column.min().filter(TimeSearch::isAlike).isPresent();
    }

    private static boolean isAlike(Literal least) {
        if (least.value() instanceof LocalDate day) {
            return !day.isBefore(ALIKE_SINCE);
        }
        if (least.value() instanceof LocalDateTime time) {
            return !time.toLocalDate().isBefore(ALIKE_SINCE);
        }
        return least.value() instanceof Instant time
                && !Micros.toDateTime(Micros.of(time)).toLocalDate().isBefore(ALIKE_SINCE);
    }

    @Override
    public Boolean decimal(DataType.Decimal type) {
        return false;
    }

    @Override
    public Boolean struct(DataType.Struct type) {
        return anyOf(type.fields());
    }

    @Override
    public Boolean array(DataType.Array type) {
        return type.element().match(below("element"));
    }

    @Override
    public Boolean map(DataType.MapOf type) {
        return type.key().match(below("key")) || type.value().match(below("value"));
    }
}
