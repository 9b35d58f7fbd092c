package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a new table is given: a protocol that every reader understands, and times in its commits. */
final class NewTable {

    private static final Set<String> WRITER_FEATURES =
            Set.of(TableFeature.IN_COMMIT_TIMESTAMP.word(), TableFeature.DOMAIN_METADATA.word());

    private NewTable() {}

    /** The lowest protocol that the schema allows: readers of version 1 unless it has timestamps without a zone. */
    static Action.Protocol protocol(Action.Metadata metadata) {
        Predicate<Field> local = field -> field.type() == DataType.Primitive.TIMESTAMP_NTZ;
        if (!NestedFields.any(new DataType.Struct(metadata.schema().fields()), local)) {
            return new Action.Protocol(1, 7, Set.of(), WRITER_FEATURES);
        }
        String word = TableFeature.TIMESTAMP_NTZ.word();
        return new Action.Protocol(
                3,
                7,
                Set.of(word),
                Set.of(word, TableFeature.IN_COMMIT_TIMESTAMP.word(), TableFeature.DOMAIN_METADATA.word()));
    }

    static Action.Metadata withDefaults(Action.Metadata metadata) {
        Map<String, String> configuration = new HashMap<>(metadata.configuration());
        configuration.put(TableProperties.IN_COMMIT_TIMESTAMPS, "true");
        return metadata.withConfiguration(configuration);
    }
}
