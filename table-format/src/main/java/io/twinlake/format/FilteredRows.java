package io.twinlake.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexFilter;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;
import org.jspecify.annotations.Nullable;

/** Gives of each row group the pages with rows that may pass a filter by the page indexes, and no row group without any. */
final class FilteredRows implements DataFileReader.RowGroups {

    private final FilterCompat.Filter filter;
    private final Set<ColumnPath> columns;
    private final List<RowRanges> groups = new ArrayList<>();
    private int group = -1;

    FilteredRows(PushedFilter filter) {
        this.filter = filter.compat();
        this.columns = filter.columns().stream()
                .map(column -> ColumnPath.get(column.getPath()))
                .collect(Collectors.toSet());
    }

    /** How many rows come out in all. */
    long count(ParquetFileReader file) {
        return groups(file).stream().mapToLong(RowRanges::rowCount).sum();
    }

    @Override
    public @Nullable PageReadStore next(ParquetFileReader file) throws IOException {
        while (++group < groups(file).size()) {
            PageReadStore pages = SomeRows.read(file, group, groups(file).get(group));
            if (pages != null) {
                return pages;
            }
        }
        return null;
    }

    private List<RowRanges> groups(ParquetFileReader file) {
        for (int i = groups.size(); i < file.getRowGroups().size(); i++) {
            groups.add(rows(file, i));
        }
        return groups;
    }

    private RowRanges rows(ParquetFileReader file, int group) {
        long count = file.getRowGroups().get(group).getRowCount();
        if (count == 0) {
            return RowRanges.EMPTY;
        }
        return FilterCompat.isFilteringRequired(filter)
                ? ColumnIndexFilter.calculateRowRanges(filter, file.getColumnIndexStore(group), columns, count)
                : RowRanges.createSingle(count);
    }
}
