package io.twinlake.format;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the log says of a data file's rows (PROTOCOL.md, "Per-file Statistics"). Every part may be missing, which says
 * nothing.
 *
 * @param rows physical rows, deleted ones too
 * @param columns by the path of a leaf column (an array or a map is one): its name below those of its structs
 * @param tightBounds false where rows have been deleted since, so that bounds are wide
 */
public record FileStatistics(OptionalLong rows, Map<List<String>, ColumnStatistics> columns, boolean tightBounds) {

    public static final FileStatistics NONE = new FileStatistics(OptionalLong.empty(), Map.of(), true);

    public FileStatistics {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** What is known of the column at {@code path}; names as in the schema. */
    public ColumnStatistics column(List<String> path) {
        return columns.getOrDefault(path, ColumnStatistics.NONE);
    }

    /** The same statistics, knowing this of one more column. */
    public FileStatistics with(List<String> path, ColumnStatistics column) {
        Map<List<String>, ColumnStatistics> more = new LinkedHashMap<>(columns);
        more.put(List.copyOf(path), column);
        return new FileStatistics(rows, more, tightBounds);
    }

    /**
     * Statistics from the protocol's JSON, typed by {@code schema}. What is absent, not understood or of columns that the
     * schema lacks says nothing. Bounds are wider than they are written where common writers are known to err.
     */
    public static FileStatistics parse(String json, Schema schema) {
        return parse(json, schema, ColumnMapping.NONE);
    }

    /** The same where the JSON calls the columns by their physical names; the paths are those of the schema. */
    public static FileStatistics parse(String json, Schema schema, ColumnMapping mapping) {
        return StatisticsJson.parse(json, schema, mapping, BoundReading.BELIEVED);
    }

    /** The same with bounds as they are written, as if they covered NaN: what readers go by that don't know how writers err. */
    public static FileStatistics asWritten(String json, Schema schema, ColumnMapping mapping) {
        return StatisticsJson.parse(json, schema, mapping, BoundReading.AS_WRITTEN);
    }

    /**
     * The protocol's JSON: times in UTC to the millisecond, upper ones rounded up. That bounds cover NaN is a field of our
     * own, which others pass over.
     */
    public String toJson() {
        return StatisticsJson.write(this);
    }
}
