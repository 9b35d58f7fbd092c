package io.twinlake.format;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bounds and null count of a leaf column in one file; each may be missing. A bound need not be a value of the file.
 */
public record ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nullCount) {

    /** Nothing is known. */
    public static final ColumnStatistics NONE =
            new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.empty());
}
