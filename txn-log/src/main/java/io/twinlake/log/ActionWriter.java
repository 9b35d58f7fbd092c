package io.twinlake.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** Actions as JSON, one a line, the form that they have in a commit (PROTOCOL.md, "Delta Log Entries"). */
final class ActionWriter implements Action.Cases<ActionWriter.Line> {

    /** Writes one action into a generator. */
    @FunctionalInterface
    interface Line {
        void to(JsonGenerator json) throws IOException;
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final ActionWriter LINES = new ActionWriter();

    private ActionWriter() {}

    /** All actions, in order, as UTF-8. */
    static byte[] bytes(List<Action> actions) {
        var bytes = new ByteArrayOutputStream(512 + actions.size() * 512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            for (Action action : actions) {
                json.writeStartObject();
                action.match(LINES).to(json);
                json.writeEndObject();
            }
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public Line add(Action.AddFile add) {
        return json -> {
            json.writeObjectFieldStart("add");
            json.writeStringField("path", add.path());
            partitionValues(json, add.partitionValues());
            json.writeNumberField("size", add.size());
            json.writeNumberField("modificationTime", add.modificationTime());
            json.writeBooleanField("dataChange", add.dataChange());
            text(json, "stats", add.stats());
            texts(json, "tags", add.tags());
            deletionVector(json, add.deletionVector());
            number(json, "baseRowId", add.baseRowId());
            number(json, "defaultRowCommitVersion", add.defaultRowCommitVersion());
            text(json, "clusteringProvider", add.clusteringProvider());
            json.writeEndObject();
        };
    }

    @Override
    public Line remove(Action.RemoveFile remove) {
        return json -> {
            json.writeObjectFieldStart("remove");
            json.writeStringField("path", remove.path());
            number(json, "deletionTimestamp", remove.deletionTimestamp());
            json.writeBooleanField("dataChange", remove.dataChange());
            json.writeBooleanField("extendedFileMetadata", remove.size().isPresent());
            if (remove.size().isPresent()) {
                partitionValues(json, remove.partitionValues());
            }
            number(json, "size", remove.size());
            text(json, "stats", remove.stats());
            texts(json, "tags", remove.tags());
            deletionVector(json, remove.deletionVector());
            number(json, "baseRowId", remove.baseRowId());
            number(json, "defaultRowCommitVersion", remove.defaultRowCommitVersion());
            json.writeEndObject();
        };
    }

    @Override
    public Line metadata(Action.Metadata metadata) {
        return json -> {
            json.writeObjectFieldStart("metaData");
            json.writeStringField("id", metadata.id());
            text(json, "name", metadata.name());
            text(json, "description", metadata.description());
            json.writeObjectFieldStart("format");
            json.writeStringField("provider", metadata.formatProvider());
            json.writeObjectFieldStart("options");
            json.writeEndObject();
            json.writeEndObject();
            json.writeStringField("schemaString", metadata.schema().toJson());
            strings(json, "partitionColumns", metadata.partitionColumns());
            texts(json, "configuration", metadata.configuration());
            if (metadata.configuration().isEmpty()) {
                json.writeObjectFieldStart("configuration");
                json.writeEndObject();
            }
            number(json, "createdTime", metadata.createdTime());
            json.writeEndObject();
        };
    }

    @Override
    public Line protocol(Action.Protocol protocol) {
        return json -> {
            json.writeObjectFieldStart("protocol");
            json.writeNumberField("minReaderVersion", protocol.minReaderVersion());
            json.writeNumberField("minWriterVersion", protocol.minWriterVersion());
            if (protocol.minReaderVersion() >= 3) {
                strings(json, "readerFeatures", new TreeSet<>(protocol.readerFeatures()));
            }
            if (protocol.minWriterVersion() >= 7) {
                strings(json, "writerFeatures", new TreeSet<>(protocol.writerFeatures()));
            }
            json.writeEndObject();
        };
    }

    @Override
    public Line transaction(Action.SetTransaction transaction) {
        return json -> {
            json.writeObjectFieldStart("txn");
            json.writeStringField("appId", transaction.appId());
            json.writeNumberField("version", transaction.version());
            number(json, "lastUpdated", transaction.lastUpdated());
            json.writeEndObject();
        };
    }

    @Override
    public Line domain(Action.DomainMetadata domain) {
        return json -> {
            json.writeObjectFieldStart("domainMetadata");
            json.writeStringField("domain", domain.domain());
            json.writeStringField("configuration", domain.configuration());
            json.writeBooleanField("removed", domain.removed());
            json.writeEndObject();
        };
    }

    @Override
    public Line change(Action.AddChangeFile change) {
        return json -> {
            json.writeObjectFieldStart("cdc");
            json.writeStringField("path", change.path());
            partitionValues(json, change.partitionValues());
            json.writeNumberField("size", change.size());
            json.writeBooleanField("dataChange", false);
            json.writeEndObject();
        };
    }

    @Override
    public Line commitInfo(Action.CommitInfo info) {
        return json -> {
            json.writeObjectFieldStart("commitInfo");
            number(json, "inCommitTimestamp", info.inCommitTimestamp());
            number(json, "timestamp", info.timestamp());
            text(json, "operation", info.operation());
            for (Map.Entry<String, String> value : new TreeMap<>(info.values()).entrySet()) {
                json.writeFieldName(value.getKey());
                json.writeRawValue(value.getValue());
            }
            text(json, "txnId", info.txnId());
            json.writeEndObject();
        };
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(name, value.getAsLong());
        }
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    private static void strings(JsonGenerator json, String name, Collection<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> value : new TreeMap<>(values).entrySet()) {
            json.writeStringField(value.getKey(), value.getValue());
        }
        json.writeEndObject();
    }

    private static void partitionValues(JsonGenerator json, Map<String, Optional<String>> values) throws IOException {
        json.writeObjectFieldStart("partitionValues");
        for (Map.Entry<String, Optional<String>> value : new TreeMap<>(values).entrySet()) {
            json.writeFieldName(value.getKey());
            if (value.getValue().isPresent()) {
                json.writeString(value.getValue().get());
            } else {
                json.writeNull();
            }
        }
        json.writeEndObject();
    }

    private static void deletionVector(JsonGenerator json, Optional<DeletionVectorDescriptor> vector)
            throws IOException {
        if (vector.isEmpty()) {
            return;
        }
        DeletionVectorDescriptor descriptor = vector.get();
        json.writeObjectFieldStart("deletionVector");
        json.writeStringField("storageType", descriptor.storageType());
        json.writeStringField("pathOrInlineDv", descriptor.pathOrInlineDv());
        number(json, "offset", descriptor.offset());
        json.writeNumberField("sizeInBytes", descriptor.sizeInBytes());
        json.writeNumberField("cardinality", descriptor.cardinality());
        json.writeEndObject();
    }
}
