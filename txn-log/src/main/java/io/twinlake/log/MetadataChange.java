package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.storage.Environment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Metadata that somebody wants, made fit for a table: what the protocol lets only the log decide (ids and physical names of
 * columns, names of materialized columns) is added, what may not be is refused.
 */
record MetadataChange(Environment environment, Optional<Action.Metadata> before, Action.Metadata wanted) {

    /** Spark refuses these in names of columns that are not mapped: Parquet's writers once did. */
    private static final String SPECIAL = " ,;{}()\n\t=";

    /** @throws IllegalArgumentException naming what can't be, why, and the remedy */
    Action.Metadata made() {
        Map<String, String> old = before.map(Action.Metadata::configuration).orElse(Map.of());
        PropertyRules.check(withoutOwn(old), withoutOwn(wanted.configuration()));
        Action.Metadata kept = wanted.withConfiguration(PropertyRules.kept(old, wanted.configuration()));
        checkMode(kept);
        Action.Metadata evolved =
                before.map(base -> SchemaEvolution.evolved(base, kept)).orElse(kept);
        checkPartitionColumns(evolved);
        checkChangeColumns(evolved);
        return withRowTracking(withColumnIds(evolved));
    }

    /** What a table had earlier, but for what only grows: ids of columns, and since when commits carry their time. */
    static Action.Metadata restored(Action.Metadata now, Action.Metadata earlier) {
        Map<String, String> configuration = new HashMap<>(earlier.configuration());
        List<String> stay = new ArrayList<>(PropertyRules.OWNED);
        stay.add(TableProperties.IN_COMMIT_TIMESTAMPS);
        for (String key : stay) {
            configuration.remove(key);
            if (now.configuration().containsKey(key)) {
                configuration.put(key, now.configuration().get(key));
            } else if (!isOfTimes(key) && earlier.configuration().containsKey(key)) {
                configuration.put(key, earlier.configuration().get(key));
            }
        }
        return earlier.withConfiguration(configuration);
    }

    private static boolean isOfTimes(String key) {
        return key.equals(TableProperties.IN_COMMIT_TIMESTAMPS)
                || key.equals(TableProperties.IN_COMMIT_VERSION)
                || key.equals(TableProperties.IN_COMMIT_START);
    }

    /** Properties that the log owns and that a caller hands back unchanged are not set. */
    private Map<String, String> withoutOwn(Map<String, String> configuration) {
        Map<String, String> rest = new HashMap<>(configuration);
        before.ifPresent(base -> PropertyRules.OWNED.forEach(key -> {
            if (base.configuration().containsKey(key)) {
                rest.remove(key);
            }
        }));
        return rest;
    }

    private static void checkPartitionColumns(Action.Metadata metadata) {
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : metadata.partitionColumns()) {
            Field field = metadata.schema().fields().stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "partition column '" + name + "' is not among the columns of the schema"));
            boolean nested = !(field.type() instanceof DataType.Primitive || field.type() instanceof DataType.Decimal);
            if (nested || field.type() == DataType.Primitive.VARIANT || !seen.add(name)) {
                throw new IllegalArgumentException("column '" + name + "' of type " + TypeWidening.word(field.type())
                        + " can't partition the table" + (nested ? "" : ", or is named twice"));
            }
        }
        if (!seen.isEmpty() && seen.size() == metadata.schema().size()) {
            throw new IllegalArgumentException("all columns are partition columns; data files need one of their own");
        }
    }

    /** Readers of changes get these columns beside the table's. */
    private static void checkChangeColumns(Action.Metadata metadata) {
        if (!metadata.properties().changeDataFeed()) {
            return;
        }
        for (String name : List.of("_change_type", "_commit_version", "_commit_timestamp")) {
            if (metadata.schema().indexOf(name).isPresent()) {
                throw new IllegalArgumentException(
                        "column '" + name + "' has a name that delta.enableChangeDataFeed=true"
                                + " keeps for itself; give it another name");
            }
        }
    }

    private void checkMode(Action.Metadata after) {
        ColumnMapping now = mapping(after);
        ColumnMapping old = before.map(MetadataChange::mapping).orElse(now);
        boolean upgrade = old == ColumnMapping.NONE && now == ColumnMapping.NAME;
        if (old != now && !upgrade) {
            throw new IllegalArgumentException(TableProperties.MAPPING_MODE + " of this table is " + old.word()
                    + " and can't become " + now.word() + "; a table that is there can only go from none to name");
        }
        if (now == ColumnMapping.NONE) {
            NestedFields.any(new DataType.Struct(after.schema().fields()), MetadataChange::requirePlainName);
        }
    }

    private static boolean requirePlainName(Field field) {
        if (field.name().chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)) {
            throw new IllegalArgumentException("column '" + field.name() + "' has one of the characters \"" + " ,;{}()="
                    + "\" or a blank in its name, which other readers refuse; give it another name, or the table "
                    + TableProperties.MAPPING_MODE + "=name");
        }
        return false;
    }

    /** A new table's columns get names that nobody chose; those of a table that is there go on as they are called. */
    private Action.Metadata withColumnIds(Action.Metadata metadata) {
        if (mapping(metadata) == ColumnMapping.NONE) {
            return metadata;
        }
        boolean upgrade =
                before.filter(base -> mapping(base) == ColumnMapping.NONE).isPresent();
        var properties = metadata.properties();
        long greatest = Math.max(properties.maxColumnId().orElse(0), ColumnIds.greatest(metadata.schema()));
        var ids = new ColumnIds(greatest, field -> upgrade ? field.name() : "col-" + environment.uuid());
        Action.Metadata assigned = metadata.withSchema(ids.assign(metadata.schema()));
        return with(assigned, TableProperties.MAX_COLUMN_ID, Long.toString(ids.greatest()));
    }

    private Action.Metadata withRowTracking(Action.Metadata metadata) {
        var properties = metadata.properties();
        if (!properties.rowTracking() || properties.materializedRowIds().isPresent()) {
            return metadata;
        }
        Action.Metadata ids = with(metadata, TableProperties.ROW_IDS, "_row-id-col-" + environment.uuid());
        return with(ids, TableProperties.ROW_VERSIONS, "_row-commit-version-col-" + environment.uuid());
    }

    static Action.Metadata with(Action.Metadata metadata, String key, String value) {
        Map<String, String> configuration = new HashMap<>(metadata.configuration());
        configuration.put(key, value);
        return metadata.withConfiguration(configuration);
    }

    private static ColumnMapping mapping(Action.Metadata metadata) {
        return metadata.properties().columnMapping();
    }
}
