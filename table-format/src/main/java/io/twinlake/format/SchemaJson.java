package io.twinlake.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The protocol's JSON form of a schema (PROTOCOL.md, "Schema Serialization Format"). */
final class SchemaJson {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern DECIMAL = Pattern.compile("decimal\\(\\s*(\\d+)\\s*,\\s*(-?\\d+)\\s*\\)");
    private static final Map<String, DataType> PRIMITIVES = primitives();

    private SchemaJson() {}

    static List<Field> parse(String text) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a schema: " + e.getOriginalMessage() + " in " + text, e);
        }
        if (!root.path("type").asText().equals("struct")) {
            throw new IllegalArgumentException("not a schema: its type is not struct in " + text);
        }
        return fields(root);
    }

    static String write(List<Field> columns) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            new Writer(json).struct(columns);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** A type as a reader of an error would call it: the protocol's word, or the JSON of a nested type. */
    static String describe(DataType type) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            type.match(new Writer(json)).write();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString().replace("\"", "");
    }

    /** A string of a field's metadata, whose values are JSON texts. */
    static String string(String json) {
        if (json.length() > 1 && json.startsWith("\"") && json.endsWith("\"") && json.indexOf('\\') < 0) {
            return json.substring(1, json.length() - 1);
        }
        try {
            return MAPPER.readTree(json).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON text: " + json, e);
        }
    }

    private static List<Field> fields(JsonNode struct) {
        List<Field> fields = new ArrayList<>();
        for (JsonNode field : struct.path("fields")) {
            Map<String, String> metadata = new HashMap<>();
            field.path("metadata")
                    .properties()
                    .forEach(entry ->
                            metadata.put(entry.getKey(), entry.getValue().toString()));
            fields.add(new Field(
                    field.path("name").asText(),
                    type(field.path("type"), field.path("name").asText()),
                    field.path("nullable").asBoolean(true),
                    metadata));
        }
        return fields;
    }

    private static DataType type(JsonNode node, String column) {
        if (node.isTextual()) {
            return named(node.asText())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "column '" + column + "' has an unknown type '" + node.asText() + "'"));
        }
        return switch (node.path("type").asText()) {
            case "struct" -> new DataType.Struct(fields(node));
            case "array" ->
                new DataType.Array(
                        type(node.path("elementType"), column),
                        node.path("containsNull").asBoolean(true));
            case "map" ->
                new DataType.MapOf(
                        type(node.path("keyType"), column),
                        type(node.path("valueType"), column),
                        node.path("valueContainsNull").asBoolean(true));
            default ->
                named(node.path("type").asText())
                        .orElseThrow(() ->
                                new IllegalArgumentException("column '" + column + "' has an unknown type " + node));
        };
    }

    static Optional<DataType> named(String word) {
        Matcher decimal = DECIMAL.matcher(word);
        return decimal.matches()
                ? Optional.of(
                        new DataType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))))
                : Optional.ofNullable(PRIMITIVES.get(word));
    }

    private static Map<String, DataType> primitives() {
        Map<String, DataType> words = new HashMap<>();
        for (DataType.Primitive primitive : DataType.Primitive.values()) {
            words.put(primitive.word(), primitive);
        }
        words.put("decimal", new DataType.Decimal(10, 0));
        // An alias that some writers left behind; read, never written.
        words.put("timestamp_without_timezone", DataType.Primitive.TIMESTAMP_NTZ);
        words.put("timestampWithoutTimezone", DataType.Primitive.TIMESTAMP_NTZ);
        return Map.copyOf(words);
    }

    /** Writes types; a failure can only come from memory. */
    private record Writer(JsonGenerator json) implements DataType.Cases<Writer.Type> {

        /** Writes a type's JSON value. */
        @FunctionalInterface
        interface Type {
            void write() throws IOException;
        }

        void struct(List<Field> fields) throws IOException {
            json.writeStartObject();
            json.writeStringField("type", "struct");
            json.writeArrayFieldStart("fields");
            for (Field field : fields) {
                field(field);
            }
            json.writeEndArray();
            json.writeEndObject();
        }

        private void field(Field field) throws IOException {
            json.writeStartObject();
            json.writeStringField("name", field.name());
            json.writeFieldName("type");
            field.type().match(this).write();
            json.writeBooleanField("nullable", field.nullable());
            json.writeObjectFieldStart("metadata");
            for (Map.Entry<String, String> entry : new TreeMap<>(field.metadata()).entrySet()) {
                json.writeFieldName(entry.getKey());
                json.writeRawValue(entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }

        @Override
        public Type primitive(DataType.Primitive type) {
            return () -> json.writeString(type.word());
        }

        @Override
        public Type decimal(DataType.Decimal type) {
            return () -> json.writeString("decimal(" + type.precision() + "," + type.scale() + ")");
        }

        @Override
        public Type struct(DataType.Struct type) {
            return () -> struct(type.fields());
        }

        @Override
        public Type array(DataType.Array type) {
            return () -> {
                json.writeStartObject();
                json.writeStringField("type", "array");
                json.writeFieldName("elementType");
                type.element().match(this).write();
                json.writeBooleanField("containsNull", type.containsNull());
                json.writeEndObject();
            };
        }

        @Override
        public Type map(DataType.MapOf type) {
            return () -> {
                json.writeStartObject();
                json.writeStringField("type", "map");
                json.writeFieldName("keyType");
                type.key().match(this).write();
                json.writeFieldName("valueType");
                type.value().match(this).write();
                json.writeBooleanField("valueContainsNull", type.valueContainsNull());
                json.writeEndObject();
            };
        }
    }
}
