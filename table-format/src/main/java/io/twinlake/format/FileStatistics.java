package io.twinlake.format;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What the log says of a data file's rows (PROTOCOL.md, "Per-file Statistics"). Every part may be missing, which says
 * nothing.
 *
 * @param rows physical rows, deleted ones too
 * @param columns by the path of a leaf column
 * @param tightBounds false where rows have been deleted since, so that bounds are wide
 */
public record FileStatistics(OptionalLong rows, Map<String, ColumnStatistics> columns, boolean tightBounds) {

    public static final FileStatistics NONE = new FileStatistics(OptionalLong.empty(), Map.of(), true);

    public FileStatistics {
        columns = Map.copyOf(columns);
    }
}
