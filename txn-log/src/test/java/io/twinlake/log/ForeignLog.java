package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.storage.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Writes commits as they are given, as another client may have written them, whatever our own transactions allow. */
final class ForeignLog {

    private final Tables tables;

    ForeignLog(Tables tables) {
        this.tables = tables;
    }

    /** Puts a commit, over one that may be there. */
    void commit(long version, Action... actions) {
        tables.memory.put(tables.commit(version), Content.of(ActionWriter.bytes(List.of(actions))));
    }

    /** Reader version 3, writer version 7 with these features. */
    Action.Protocol protocol(String... features) {
        return new Action.Protocol(3, 7, Set.of(features), Set.of(features));
    }

    Action.Metadata metadata(Schema schema, List<String> partitionColumns, Map<String, String> properties) {
        Action.Metadata plain = Tables.metadata(schema, properties);
        return new Action.Metadata(
                plain.id(),
                plain.name(),
                plain.description(),
                plain.formatProvider(),
                schema,
                partitionColumns,
                properties,
                plain.createdTime());
    }

    Action.AddFile add(
            DataFile file, Map<String, Optional<String>> partitionValues, Optional<DeletionVectorDescriptor> vector) {
        return new Action.AddFile(
                new DataPath(tables.location).of(file.location()),
                partitionValues,
                file.size(),
                0,
                true,
                Optional.of(file.statistics().toJson()),
                Map.of(),
                vector,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
