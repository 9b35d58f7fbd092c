package io.twinlake.compaction;

import io.twinlake.format.Schema;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Snapshot;
import java.util.Arrays;
import java.util.List;

/**
 * By which columns the rows of every data file are sorted, ascending, nulls first; none means not at all.
 *
 * @param columns names, the most significant first
 */
public record SortOrder(List<String> columns) {

    /** The table property that names the sort columns, separated by commas. */
    public static final String PROPERTY = "twinlake.sortColumns";

    /** Rows are in no order. */
    public static final SortOrder NONE = new SortOrder(List.of());

    /** The order of every twin table. */
    public static final SortOrder TWIN = new SortOrder(TwinShape.SORTED_BY);

    public SortOrder {
        columns = List.copyOf(columns);
    }

    public static SortOrder by(String... columns) {
        return new SortOrder(List.of(columns));
    }

    /** What the table's property {@value #PROPERTY} says; without it, {@link #TWIN} for a table that holds a definition. */
    public static SortOrder of(Snapshot snapshot) {
        String property = snapshot.metadata().configuration().get(PROPERTY);
        if (property != null) {
            return new SortOrder(Arrays.stream(property.split(",", -1))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList());
        }
        return snapshot.domain(TwinShape.DEFINITION_DOMAIN).isPresent() && TWIN.fits(snapshot.schema()) ? TWIN : NONE;
    }

    public boolean isNone() {
        return columns.isEmpty();
    }

    /** Whether all columns are there. */
    boolean fits(Schema schema) {
        return columns.stream().allMatch(name -> schema.indexOf(name).isPresent());
    }

    /** This order within one partition, in which a partition column has one value and no place in files. */
    SortOrder within(List<String> partitionColumns) {
        return new SortOrder(columns.stream()
                .filter(name -> partitionColumns.stream().noneMatch(name::equalsIgnoreCase))
                .toList());
    }

    @Override
    public String toString() {
        return isNone() ? "unsorted" : "sorted by " + String.join(", ", columns);
    }
}
