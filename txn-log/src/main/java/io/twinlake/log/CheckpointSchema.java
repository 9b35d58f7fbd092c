package io.twinlake.log;

import static io.twinlake.format.DataType.Primitive.BOOLEAN;
import static io.twinlake.format.DataType.Primitive.INTEGER;
import static io.twinlake.format.DataType.Primitive.LONG;
import static io.twinlake.format.DataType.Primitive.STRING;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
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

    /** Of a live file, its typed statistics and partition values. */
    static final String STATISTICS = "stats_parsed";

    static final String PARTITION_VALUES = "partitionValues_parsed";

    /** The position of the size among the fields of a live file. */
    static final int SIZE = 2;

    private static final DataType TEXTS = new DataType.MapOf(STRING, STRING, true);
    private static final DataType NAMES = new DataType.Array(STRING, true);

    private CheckpointSchema() {}

    /** Everything but files. */
    static Schema summary() {
        return Schema.of(transaction(), metadata(), protocol(), domain(), sidecar());
    }

    /** One column of each kind of {@link #summary}, which is null in all rows that are not of that kind. */
    private static final List<List<String>> WITNESSES = List.of(
            List.of(TXN, "appId"),
            List.of(METADATA, "id"),
            List.of(PROTOCOL, "minReaderVersion"),
            List.of(DOMAIN, "domain"),
            List.of(SIDECAR, "path"));

    /** Columns that tell which rows hold something of {@link #summary}. */
    static Schema witnesses() {
        return Schema.of(
                struct(TXN, field("appId", STRING)),
                struct(METADATA, field("id", STRING)),
                struct(PROTOCOL, field("minReaderVersion", INTEGER)),
                struct(DOMAIN, field("domain", STRING)),
                struct(SIDECAR, field("path", STRING)));
    }

    /** Whether a row holds something of {@link #summary}; only of columns that are there Parquet can tell where they are. */
    static Predicate isSummary(java.util.function.Predicate<List<String>> isThere) {
        return new Predicate.Or(WITNESSES.stream()
                .filter(isThere)
                .map(column -> isThere(String.join(".", column)))
                .toList());
    }

    /** The live files: statistics as JSON, and typed where these are wanted. */
    static Schema adds(Optional<DataType.Struct> statistics) {
        return Schema.of(add(statistics, Optional.empty(), true));
    }

    /** What of live files makes their key. */
    static Schema keys() {
        return Schema.of(struct(ADD, field("path", STRING), deletionVector()));
    }

    /** What of live files tells about their rows. */
    static Schema statistics(boolean partitioned) {
        return partitioned
                ? Schema.of(struct(ADD, field("stats", STRING), field("partitionValues", TEXTS)))
                : Schema.of(struct(ADD, field("stats", STRING)));
    }

    /** What live files come to. */
    static Schema sizes() {
        return Schema.of(struct(ADD, field("size", LONG)));
    }

    static Predicate isAdd() {
        return isThere(ADD + ".path");
    }

    static Schema tombstones() {
        return Schema.of(remove());
    }

    static Predicate isRemove() {
        return isThere(REMOVE + ".path");
    }

    private static Predicate isThere(String column) {
        return Predicate.not(new Predicate.IsNull(column));
    }

    /** A sidecar as it is written: live files as {@code add} has them, and tombstones. */
    static Schema files(Field add) {
        return Schema.of(add, remove());
    }

    /** A whole checkpoint as it is written: live files as {@code add} has them. */
    static Schema written(Field add) {
        return Schema.of(transaction(), add, remove(), metadata(), protocol(), domain());
    }

    /**
     * Live files as they are written.
     *
     * @param statistics the type of typed statistics, where they are wanted
     * @param partitions the type of typed partition values, where they are wanted
     * @param json whether statistics are wanted as JSON text
     */
    static Field add(Optional<DataType.Struct> statistics, Optional<DataType.Struct> partitions, boolean json) {
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
        partitions.ifPresent(type -> fields.add(field(PARTITION_VALUES, type)));
        statistics.ifPresent(type -> fields.add(field(STATISTICS, type)));
        return field(ADD, new DataType.Struct(fields));
    }

    private static Field transaction() {
        return struct(TXN, field("appId", STRING), field("version", LONG), field("lastUpdated", LONG));
    }

    private static Field sidecar() {
        return struct(SIDECAR, field("path", STRING), field("sizeInBytes", LONG), field("modificationTime", LONG));
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
