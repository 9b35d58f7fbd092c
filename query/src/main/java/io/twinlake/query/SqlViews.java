package io.twinlake.query;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL behind the names of a statement: a table is what its log says, over the Parquet files of its snapshot. */
final class SqlViews {

    /** What the columns of an empty table are called, before their position. */
    static final String EMPTY_TABLE_COLUMN = "c";

    private SqlViews() {}

    /** A table without rows whose columns have the types of a schema and names of our own, in the schema's order. */
    static String emptyTable(String name, Schema schema) {
        return IntStream.range(0, schema.size())
                .mapToObj(column -> EMPTY_TABLE_COLUMN + column + " "
                        + DuckDbTypes.name(schema.field(column).type()))
                .collect(Collectors.joining(", ", "CREATE TABLE " + name + " (", ")"));
    }

    /** That table by the names of the schema. */
    static String named(String name, String emptyTable, Schema schema) {
        return IntStream.range(0, schema.size())
                .mapToObj(column -> EMPTY_TABLE_COLUMN + column + " AS "
                        + DuckDbTypes.quoted(schema.field(column).name()))
                .collect(Collectors.joining(", ", "CREATE VIEW " + name + " AS SELECT ", " FROM " + emptyTable));
    }

    /** What a name stands for: all rows of a table, or a view of its twins. */
    static String view(String name, TwinView view, String table) {
        return "CREATE VIEW " + name + " AS " + view.sql(table);
    }

    /**
     * Files that have the same partition values, and which of the table's columns they have at all.
     *
     * @param hasPartitionColumns whether partition columns are in the files too, and are true there
     */
    record FileGroup(
            List<String> paths,
            Map<String, Optional<String>> partitionValues,
            List<String> columns,
            boolean hasPartitionColumns) {

        /** As the table has them. */
        static FileGroup of(List<String> paths, Map<String, Optional<String>> partitionValues, List<String> columns) {
            return new FileGroup(paths, partitionValues, columns, false);
        }

        /** Files with all columns of the rows. */
        static FileGroup complete(List<String> paths, List<String> columns) {
            return new FileGroup(paths, Map.of(), columns, true);
        }
    }

    /** Rows of files as rows of the table: what a file lacks is null, partition columns are from the log. */
    static String table(String name, Schema schema, List<String> partitionColumns, List<FileGroup> groups) {
        List<String> selects = new ArrayList<>();
        for (FileGroup group : groups) {
            selects.add("SELECT "
                    + schema.fields().stream()
                            .map(field -> column(field, partitionColumns, group))
                            .collect(Collectors.joining(", "))
                    + " FROM " + files(group.paths()));
        }
        if (selects.isEmpty()) {
            selects.add("SELECT "
                    + schema.fields().stream().map(SqlViews::nothing).collect(Collectors.joining(", "))
                    + " WHERE false");
        }
        return "CREATE VIEW " + name + " AS " + String.join(" UNION ALL ", selects);
    }

    /** The relation that is the rows of these files, by names of columns. */
    static String files(List<String> paths) {
        return "read_parquet(" + list(paths) + ", union_by_name = true, hive_partitioning = false)";
    }

    static String list(List<String> texts) {
        return texts.stream().map(DuckDbTypes::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String column(Field field, List<String> partitionColumns, FileGroup group) {
        String name = DuckDbTypes.quoted(field.name());
        if (!group.hasPartitionColumns() && partitionColumns.stream().anyMatch(field.name()::equalsIgnoreCase)) {
            Optional<String> value = group.partitionValues().entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(field.name()))
                    .findFirst()
                    .flatMap(Map.Entry::getValue)
                    .filter(text -> !text.isEmpty());
            return value.map(text -> cast(DuckDbTypes.text(text), field)).orElseGet(() -> nothing(field));
        }
        boolean there = group.columns().stream().anyMatch(field.name()::equalsIgnoreCase);
        return there ? cast(name, field) : nothing(field);
    }

    private static String nothing(Field field) {
        return cast("NULL", field);
    }

    private static String cast(String value, Field field) {
        return "CAST(" + value + " AS " + DuckDbTypes.name(field.type()) + ") AS " + DuckDbTypes.quoted(field.name());
    }
}
