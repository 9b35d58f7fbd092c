package io.twinlake.format;

import java.util.Optional;
import java.util.OptionalLong;

/** Bounds and null count of a leaf column in one file; each may be missing. */
public record ColumnStatistics(Optional<Literal> min, Optional<Literal> max, OptionalLong nullCount) {}
