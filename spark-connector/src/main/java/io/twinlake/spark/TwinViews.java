package io.twinlake.spark;

import io.twinlake.format.TwinShape;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The views of a twin table, as SQL that Spark plans like any other: in parallel over keys, and with conditions on the
 * key, but on nothing else, pushed below the window. A row of cause {@code expired} ends a life: {@code current} leaves
 * such twins out, in {@code history} it only bounds the row before it.
 */
final class TwinViews {

    static final String CURRENT = "current";
    static final String HISTORY = "history";

    private final String catalog;
    private final Identifier table;
    private final StructType columns;

    private TwinViews(String catalog, Identifier table, StructType columns) {
        this.catalog = catalog;
        this.table = table;
        this.columns = columns;
    }

    static boolean isName(String name) {
        return name.equals(CURRENT) || name.equals(HISTORY);
    }

    static boolean areOf(StructType columns) {
        return Arrays.asList(columns.fieldNames()).containsAll(TwinShape.OF_LIVES);
    }

    static TwinViews of(String catalog, Identifier table, StructType columns) {
        return new TwinViews(catalog, table, columns);
    }

    View view(String name) {
        return name.equals(CURRENT) ? current() : history();
    }

    /** The latest row of every twin that lives. */
    private View current() {
        String text = "SELECT " + columnList() + " FROM (SELECT *, row_number() OVER (PARTITION BY `key` "
                + "ORDER BY `born_at` DESC, `seq` DESC) AS `__newest_first` FROM " + tableName()
                + ") WHERE `__newest_first` = 1 AND `cause` <> 'expired'";
        return build(text, columns, "the state of every living twin");
    }

    /** Every row with the time, half open, in which it held: valid_to is null where it still does. */
    private View history() {
        String text = "SELECT " + columnList() + ", `valid_from`, `valid_to` FROM (SELECT *, "
                + "`observed_at` AS `valid_from`, lead(`observed_at`) OVER (PARTITION BY `key` "
                + "ORDER BY `born_at`, `seq`) AS `valid_to` FROM " + tableName() + ") WHERE `cause` <> 'expired'";
        StructType withTimes = columns.add("valid_from", DataTypes.TimestampType, false)
                .add("valid_to", DataTypes.TimestampType, true);
        return build(text, withTimes, "the states of every twin over event time");
    }

    private View build(String text, StructType structure, String comment) {
        return new View.Builder()
                .withQueryText(text)
                .withSchema(structure)
                .withQueryColumnNames(structure.fieldNames())
                .withCurrentCatalog(catalog)
                .withCurrentNamespace(table.namespace())
                .withComment(comment)
                .build();
    }

    private String columnList() {
        return Arrays.stream(columns.fieldNames()).map(TwinViews::quoted).collect(Collectors.joining(", "));
    }

    private String tableName() {
        return Stream.concat(
                        Stream.of(catalog), Stream.concat(Arrays.stream(table.namespace()), Stream.of(table.name())))
                .map(TwinViews::quoted)
                .collect(Collectors.joining("."));
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
