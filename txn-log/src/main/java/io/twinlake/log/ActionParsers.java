package io.twinlake.log;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One parser an action: gathers its fields, in whatever order they come, then makes the value. */
final class ActionParsers {

    private ActionParsers() {}

    /** The action of that name, or empty for one that is not known (which is legal and ignored). */
    static Optional<Action> action(String name, JsonParser json) throws IOException {
        return switch (name) {
            case "add" -> Optional.of(new FileFields().read(json).add());
            case "remove" -> Optional.of(new FileFields().read(json).remove());
            case "cdc" -> Optional.of(new FileFields().read(json).change());
            case "metaData" -> Optional.of(new MetadataFields().read(json));
            case "protocol" -> Optional.of(protocol(json));
            case "txn" -> Optional.of(transaction(json));
            case "domainMetadata" -> Optional.of(domain(json));
            case "commitInfo" -> Optional.of(new CommitInfoFields().read(json));
            default -> Optional.empty();
        };
    }

    /** @throws UnsupportedTableException if it has a type that is not known here */
    static Schema schema(String text) {
        try {
            return Schema.parse(text);
        } catch (IllegalArgumentException unknownType) {
            throw new UnsupportedTableException(
                    "the schema is not supported: " + unknownType.getMessage(), unknownType);
        }
    }

    /** The fields of add, remove and cdc: what one has, the others read the same. */
    private static final class FileFields {
        private @Nullable String path;
        private Map<String, Optional<String>> partitionValues = Map.of();
        private OptionalLong size = OptionalLong.empty();
        private long modificationTime;
        private boolean dataChange = true;
        private Optional<String> stats = Optional.empty();
        private Map<String, String> tags = Map.of();
        private Optional<DeletionVectorDescriptor> deletionVector = Optional.empty();
        private OptionalLong baseRowId = OptionalLong.empty();
        private OptionalLong defaultRowCommitVersion = OptionalLong.empty();
        private Optional<String> clusteringProvider = Optional.empty();
        private OptionalLong deletionTimestamp = OptionalLong.empty();

        FileFields read(JsonParser json) throws IOException {
            ActionReader.fields(json, this::field);
            return this;
        }

        private void field(String name, JsonParser json) throws IOException {
            switch (name) {
                case "path" -> path = json.getText();
                case "partitionValues" -> partitionValues = ActionReader.partitionValues(json);
                case "size" -> size = ActionReader.number(json);
                case "modificationTime" -> modificationTime = json.getLongValue();
                case "dataChange" -> dataChange = json.getBooleanValue();
                case "stats" -> stats = Optional.of(json.getText());
                case "tags" -> tags = ActionReader.texts(json);
                case "deletionVector" -> deletionVector = Optional.of(deletionVector(json));
                case "baseRowId" -> baseRowId = ActionReader.number(json);
                case "defaultRowCommitVersion" -> defaultRowCommitVersion = ActionReader.number(json);
                case "clusteringProvider" -> clusteringProvider = Optional.of(json.getText());
                case "deletionTimestamp" -> deletionTimestamp = ActionReader.number(json);
                default -> {}
            }
        }

        Action.AddFile add() throws IOException {
            return new Action.AddFile(
                    required(path, "add.path"),
                    partitionValues,
                    size.orElseThrow(() -> missing("add.size")),
                    modificationTime,
                    dataChange,
                    stats,
                    tags,
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion,
                    clusteringProvider);
        }

        Action.RemoveFile remove() throws IOException {
            return new Action.RemoveFile(
                    required(path, "remove.path"),
                    deletionTimestamp,
                    dataChange,
                    partitionValues,
                    size,
                    stats,
                    tags,
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion);
        }

        Action.AddChangeFile change() throws IOException {
            return new Action.AddChangeFile(
                    required(path, "cdc.path"), partitionValues, size.orElseThrow(() -> missing("cdc.size")));
        }
    }

    /** The fields of metaData. */
    private static final class MetadataFields {
        private @Nullable String id;
        /** The oldest tables may come without, which have no columns. */
        private @Nullable String schema;

        private Optional<String> name = Optional.empty();
        private Optional<String> description = Optional.empty();
        private String provider = "parquet";
        private List<String> partitionColumns = List.of();
        private Map<String, String> configuration = Map.of();
        private OptionalLong createdTime = OptionalLong.empty();

        Action.Metadata read(JsonParser json) throws IOException {
            ActionReader.fields(json, this::field);
            return new Action.Metadata(
                    required(id, "metaData.id"),
                    name,
                    description,
                    provider,
                    schema == null ? new Schema(List.of()) : schema(schema),
                    partitionColumns,
                    configuration,
                    createdTime);
        }

        private void field(String field, JsonParser json) throws IOException {
            switch (field) {
                case "id" -> id = json.getText();
                case "name" -> name = Optional.of(json.getText());
                case "description" -> description = Optional.of(json.getText());
                case "format" -> ActionReader.fields(json, this::format);
                case "schemaString" -> schema = json.getText();
                case "partitionColumns" -> partitionColumns = ActionReader.strings(json);
                case "configuration" -> configuration = ActionReader.texts(json);
                case "createdTime" -> createdTime = ActionReader.number(json);
                default -> {}
            }
        }

        private void format(String field, JsonParser json) throws IOException {
            if (field.equals("provider")) {
                provider = json.getText();
            }
        }
    }

    /**
     * The fields of commitInfo; those without a meaning here are kept as they are. Its content is any JSON (PROTOCOL.md,
     * "Commit Provenance Information"), so a field of another kind than is usual has no meaning either.
     */
    private static final class CommitInfoFields {
        private OptionalLong inCommitTimestamp = OptionalLong.empty();
        private OptionalLong timestamp = OptionalLong.empty();
        private Optional<String> operation = Optional.empty();
        private Optional<String> txnId = Optional.empty();
        private final Map<String, String> values = new HashMap<>();

        Action.CommitInfo read(JsonParser json) throws IOException {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                ActionReader.fields(json, this::field);
            }
            return new Action.CommitInfo(inCommitTimestamp, timestamp, operation, txnId, values);
        }

        private void field(String name, JsonParser json) throws IOException {
            boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
            if (name.equals("inCommitTimestamp") && isLong(json)) {
                inCommitTimestamp = ActionReader.number(json);
            } else if (name.equals("timestamp") && isLong(json)) {
                timestamp = ActionReader.number(json);
            } else if (name.equals("operation") && isText) {
                operation = Optional.of(json.getText());
            } else if (name.equals("txnId") && isText) {
                txnId = Optional.of(json.getText());
            } else {
                values.put(name, ActionReader.raw(json));
            }
        }

        private static boolean isLong(JsonParser json) throws IOException {
            return json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        }
    }

    static Action.Protocol protocol(JsonParser json) throws IOException {
        int[] versions = {0, 0};
        Set<String> readerFeatures = new HashSet<>();
        Set<String> writerFeatures = new HashSet<>();
        ActionReader.fields(json, (name, value) -> {
            switch (name) {
                case "minReaderVersion" -> versions[0] = value.getIntValue();
                case "minWriterVersion" -> versions[1] = value.getIntValue();
                case "readerFeatures" -> readerFeatures.addAll(ActionReader.strings(value));
                case "writerFeatures" -> writerFeatures.addAll(ActionReader.strings(value));
                default -> {}
            }
        });
        if (versions[0] < 1 || versions[1] < 1) {
            throw missing("protocol.minReaderVersion or minWriterVersion");
        }
        return new Action.Protocol(versions[0], versions[1], readerFeatures, writerFeatures);
    }

    private static Action.SetTransaction transaction(JsonParser json) throws IOException {
        String[] appId = {""};
        OptionalLong[] numbers = {OptionalLong.empty(), OptionalLong.empty()};
        ActionReader.fields(json, (name, value) -> {
            switch (name) {
                case "appId" -> appId[0] = value.getText();
                case "version" -> numbers[0] = ActionReader.number(value);
                case "lastUpdated" -> numbers[1] = ActionReader.number(value);
                default -> {}
            }
        });
        return new Action.SetTransaction(appId[0], numbers[0].orElseThrow(() -> missing("txn.version")), numbers[1]);
    }

    private static Action.DomainMetadata domain(JsonParser json) throws IOException {
        String[] texts = {"", ""};
        boolean[] removed = {false};
        ActionReader.fields(json, (name, value) -> {
            switch (name) {
                case "domain" -> texts[0] = value.getText();
                case "configuration" -> texts[1] = value.getText();
                case "removed" -> removed[0] = value.getBooleanValue();
                default -> {}
            }
        });
        return new Action.DomainMetadata(texts[0], texts[1], removed[0]);
    }

    private static DeletionVectorDescriptor deletionVector(JsonParser json) throws IOException {
        String[] texts = {"", ""};
        OptionalLong[] numbers = {OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()};
        ActionReader.fields(json, (name, value) -> {
            switch (name) {
                case "storageType" -> texts[0] = value.getText();
                case "pathOrInlineDv" -> texts[1] = value.getText();
                case "offset" -> numbers[0] = ActionReader.number(value);
                case "sizeInBytes" -> numbers[1] = ActionReader.number(value);
                case "cardinality" -> numbers[2] = ActionReader.number(value);
                default -> {}
            }
        });
        return new DeletionVectorDescriptor(
                texts[0],
                texts[1],
                numbers[0],
                Math.toIntExact(numbers[1].orElseThrow(() -> missing("deletionVector.sizeInBytes"))),
                numbers[2].orElseThrow(() -> missing("deletionVector.cardinality")));
    }

    private static String required(@Nullable String value, String field) throws IOException {
        if (value == null) {
            throw new IOException(field + " is missing");
        }
        return value;
    }

    private static IllegalArgumentException missing(String field) {
        return new IllegalArgumentException(field + " is missing");
    }
}
