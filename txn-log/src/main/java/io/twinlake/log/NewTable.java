package io.twinlake.log;

import io.twinlake.format.DataType;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a new table is given: a protocol that every reader understands, and times in its commits. */
final class NewTable {

    private static final Set<String> WRITER_FEATURES =
            Set.of(TableFeature.IN_COMMIT_TIMESTAMP.word(), TableFeature.DOMAIN_METADATA.word());

    private NewTable() {}

    /**
     * The lowest protocol that the schema allows: readers of version 1 unless it has timestamps without a zone. A column
     * that is never null is an invariant to Delta Spark, which refuses a table whose protocol does not say so.
     */
    static Action.Protocol protocol(Action.Metadata metadata) {
        DataType.Struct columns = new DataType.Struct(metadata.schema().fields());
        Set<String> writerFeatures = new TreeSet<>(WRITER_FEATURES);
        if (NestedFields.any(columns, field -> !field.nullable())) {
            writerFeatures.add(TableFeature.INVARIANTS.word());
        }
        if (!NestedFields.any(columns, field -> field.type() == DataType.Primitive.TIMESTAMP_NTZ)) {
            return new Action.Protocol(1, 7, Set.of(), writerFeatures);
        }
        String word = TableFeature.TIMESTAMP_NTZ.word();
        writerFeatures.add(word);
        return new Action.Protocol(3, 7, Set.of(word), writerFeatures);
    }

    static Action.Metadata withDefaults(Action.Metadata metadata) {
        Map<String, String> configuration = new HashMap<>(metadata.configuration());
        configuration.put(TableProperties.IN_COMMIT_TIMESTAMPS, "true");
        return metadata.withConfiguration(configuration);
    }
}
