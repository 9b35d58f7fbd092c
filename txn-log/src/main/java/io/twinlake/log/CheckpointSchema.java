package io.twinlake.log;

import static io.twinlake.format.DataType.Primitive.BOOLEAN;
import static io.twinlake.format.DataType.Primitive.INTEGER;
import static io.twinlake.format.DataType.Primitive.LONG;
import static io.twinlake.format.DataType.Primitive.STRING;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The columns of a checkpoint: one a kind of action, one row an action (PROTOCOL.md, "Checkpoint Schema"). */
final class CheckpointSchema {

    static final String TXN = "txn";
    static final String ADD = "add";
    static final String REMOVE = "remove";
    static final String METADATA = "metaData";
    static final String PROTOCOL = "protocol";
    static final String DOMAIN = "domainMetadata";
    static final String SIDECAR = "sidecar";

    private static final DataType TEXTS = new DataType.MapOf(STRING, STRING, true);
    private static final DataType NAMES = new DataType.Array(STRING, true);

    private CheckpointSchema() {}

    /** Everything that is read of a checkpoint, statistics as JSON. */
    static Schema read() {
        List<Field> columns = new ArrayList<>(written(Optional.empty(), true).fields());
        columns.add(struct(SIDECAR, field("path", STRING), field("sizeInBytes", LONG)));
        return new Schema(columns);
    }

    /** The live files alone, with typed statistics. */
    static Schema readTypedStatistics(DataType.Struct statistics) {
        return Schema.of(struct(ADD, field("path", STRING), field("stats_parsed", statistics)));
    }

    /**
     * What is written.
     *
     * @param statistics the type of typed statistics, where they are wanted
     * @param json whether statistics are wanted as JSON text
     */
    static Schema written(Optional<DataType.Struct> statistics, boolean json) {
        return Schema.of(transaction(), add(statistics, json), remove(), metadata(), protocol(), domain());
    }

    private static Field transaction() {
        return struct(TXN, field("appId", STRING), field("version", LONG), field("lastUpdated", LONG));
    }

    private static Field add(Optional<DataType.Struct> statistics, boolean json) {
        List<Field> fields = new ArrayList<>(List.of(
                field("path", STRING),
                field("partitionValues", TEXTS),
                field("size", LONG),
                field("modificationTime", LONG),
                field("dataChange", BOOLEAN),
                field("tags", TEXTS),
                deletionVector(),
                field("baseRowId", LONG),
                field("defaultRowCommitVersion", LONG),
                field("clusteringProvider", STRING)));
        if (json) {
            fields.add(field("stats", STRING));
        }
        statistics.ifPresent(type -> fields.add(field("stats_parsed", type)));
        return field(ADD, new DataType.Struct(fields));
    }

    private static Field remove() {
        return struct(
                REMOVE,
                field("path", STRING),
                field("deletionTimestamp", LONG),
                field("dataChange", BOOLEAN),
                field("extendedFileMetadata", BOOLEAN),
                field("partitionValues", TEXTS),
                field("size", LONG),
                deletionVector(),
                field("baseRowId", LONG),
                field("defaultRowCommitVersion", LONG));
    }

    private static Field deletionVector() {
        return struct(
                "deletionVector",
                field("storageType", STRING),
                field("pathOrInlineDv", STRING),
                field("offset", INTEGER),
                field("sizeInBytes", INTEGER),
                field("cardinality", LONG));
    }

    private static Field metadata() {
        return struct(
                METADATA,
                field("id", STRING),
                field("name", STRING),
                field("description", STRING),
                struct("format", field("provider", STRING), field("options", TEXTS)),
                field("schemaString", STRING),
                field("partitionColumns", NAMES),
                field("configuration", TEXTS),
                field("createdTime", LONG));
    }

    private static Field protocol() {
        return struct(
                PROTOCOL,
                field("minReaderVersion", INTEGER),
                field("minWriterVersion", INTEGER),
                field("readerFeatures", NAMES),
                field("writerFeatures", NAMES));
    }

    private static Field domain() {
        return struct(DOMAIN, field("domain", STRING), field("configuration", STRING), field("removed", BOOLEAN));
    }

    private static Field struct(String name, Field... fields) {
        return field(name, new DataType.Struct(List.of(fields)));
    }

    private static Field field(String name, DataType type) {
        return Field.nullable(name, type);
    }
}
