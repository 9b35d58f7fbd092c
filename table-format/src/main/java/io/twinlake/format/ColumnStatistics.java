package io.twinlake.format;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bounds and null count of a leaf column in one file; each may be missing. A bound need not be a value of the file.
 */
public record ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nullCount) {

    /** A null count that says that every row is null, however many there are. */
    public static final long ALL_ROWS = Long.MAX_VALUE;

    /** Nothing is known. */
    public static final ColumnStatistics NONE =
            new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.empty());

    /** Every row has this value, as that of a partition column. */
    public static ColumnStatistics exactly(Literal value) {
        return new ColumnStatistics(Optional.of(value), Optional.of(value), OptionalLong.of(0));
    }

    /** Every row is null. */
    public static ColumnStatistics allNull() {
        return new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(ALL_ROWS));
    }
}
