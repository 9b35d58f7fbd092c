package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which features a table's metadata makes use of (PROTOCOL.md, "Valid Feature Names in Table Features"). */
final class FeatureNeeds {

    private static final String REQUEST = "delta.feature.";

    private final Action.Metadata metadata;
    private final Set<TableFeature> needed = EnumSet.noneOf(TableFeature.class);

    private FeatureNeeds(Action.Metadata metadata) {
        this.metadata = metadata;
    }

    /** What schema and properties need, and what each of these requires. */
    static Set<TableFeature> of(Action.Metadata metadata) {
        var needs = new FeatureNeeds(metadata);
        needs.bySchema();
        needs.byProperties();
        return withRequired(needs.needed);
    }

    /** A set of features with all that these require. */
    static Set<TableFeature> withRequired(Set<TableFeature> features) {
        Set<TableFeature> all = EnumSet.noneOf(TableFeature.class);
        features.forEach(feature -> {
            all.add(feature);
            all.addAll(feature.requires());
        });
        return all;
    }

    /**
     * The features that properties ask for by name: {@code delta.feature.X = supported}.
     *
     * @throws IllegalArgumentException if one is not known or the value another
     */
    static Set<TableFeature> requested(Map<String, String> properties) {
        Set<TableFeature> requested = EnumSet.noneOf(TableFeature.class);
        properties.forEach((key, value) -> {
            if (isRequest(key)) {
                requested.add(requested(key, value));
            }
        });
        return requested;
    }

    /** Whether a property asks for a feature; such a property is not kept in the metadata. */
    static boolean isRequest(String key) {
        return key.startsWith(REQUEST);
    }

    private static TableFeature requested(String key, String value) {
        Optional<TableFeature> feature = TableFeature.of(key.substring(REQUEST.length()));
        if (feature.isEmpty() || !value.equalsIgnoreCase("supported")) {
            throw new IllegalArgumentException("table property " + key + " is '" + value + "'; expected 'supported' and"
                    + " a feature that is known here");
        }
        return feature.get();
    }

    private void bySchema() {
        when(TableFeature.INVARIANTS, any(field -> !field.nullable() || has(field, ColumnRules.INVARIANTS)));
        when(TableFeature.GENERATED_COLUMNS, any(field -> has(field, ColumnRules.GENERATION)));
        when(TableFeature.IDENTITY_COLUMNS, any(field -> has(field, ColumnRules.IDENTITY)));
        when(TableFeature.ALLOW_COLUMN_DEFAULTS, any(field -> has(field, ColumnRules.DEFAULT)));
        when(TableFeature.TIMESTAMP_NTZ, anyType(DataType.Primitive.TIMESTAMP_NTZ));
        when(TableFeature.VARIANT_TYPE, anyType(DataType.Primitive.VARIANT));
        when(TableFeature.TYPE_WIDENING, any(field -> has(field, TypeWidening.CHANGES)));
    }

    private void byProperties() {
        var properties = metadata.properties();
        when(TableFeature.APPEND_ONLY, properties.appendOnly());
        when(TableFeature.CHECK_CONSTRAINTS, !properties.constraints().isEmpty());
        when(TableFeature.CHANGE_DATA_FEED, properties.changeDataFeed());
        when(TableFeature.COLUMN_MAPPING, properties.columnMapping() != ColumnMapping.NONE);
        when(TableFeature.IN_COMMIT_TIMESTAMP, properties.inCommitTimestamps());
        when(TableFeature.ROW_TRACKING, properties.rowTracking());
        when(TableFeature.DELETION_VECTORS, properties.deletionVectors());
        when(TableFeature.TYPE_WIDENING, properties.typeWidening());
        when(TableFeature.V2_CHECKPOINT, properties.v2Checkpoints());
    }

    private void when(TableFeature feature, boolean used) {
        if (used) {
            needed.add(feature);
        }
    }

    private boolean anyType(DataType type) {
        return metadata.schema().fields().stream().anyMatch(field -> holds(field.type(), type));
    }

    private static boolean holds(DataType type, DataType wanted) {
        return new SchemaTypes(wanted::equals).any(type);
    }

    private boolean any(Predicate<Field> condition) {
        return NestedFields.any(new DataType.Struct(metadata.schema().fields()), condition);
    }

    private static boolean has(Field field, String key) {
        return field.metadata().containsKey(key);
    }
}
