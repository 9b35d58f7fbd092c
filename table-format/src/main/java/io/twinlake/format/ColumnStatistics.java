package io.twinlake.format;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bounds and null count of a leaf column in one file; each may be missing. A bound need not be a value of the file.
 *
 * @param boundsCoverNaN whether no row is NaN where there are bounds; common writers leave NaN out of bounds, so that an upper
 *     one says nothing of rows that are NaN, which are greater than every number
 */
public record ColumnStatistics(
        Optional<Literal> min, Optional<Literal> max, OptionalLong nullCount, boolean boundsCoverNaN) {

    /** A null count that says that every row is null, however many there are. */
    public static final long ALL_ROWS = Long.MAX_VALUE;

    /** Nothing is known. */
    public static final ColumnStatistics NONE =
            new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.empty());

    /** Statistics of which it is not known whether their bounds cover NaN. */
    public ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nullCount) {
        this(min, max, nullCount, false);
    }

    /** Every row has this value, as that of a partition column. */
    public static ColumnStatistics exactly(Literal value) {
        return new ColumnStatistics(Optional.of(value), Optional.of(value), OptionalLong.of(0), true);
    }

    /** Every row is null. */
    public static ColumnStatistics allNull() {
        return new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(ALL_ROWS));
    }
}
