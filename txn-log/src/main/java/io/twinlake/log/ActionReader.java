package io.twinlake.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads JSON field by field and skips what it is not asked for: unknown fields and actions are legal. */
final class ActionReader {

    private static final int MOST_DIGITS = 100_000;
    private static final int MOST_DEPTH = 1_000_000;

    /** A text may be as long as its object, and provenance nested as deep as its writer liked. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(MOST_DIGITS)
                    .maxNestingDepth(MOST_DEPTH)
                    .build())
            .streamWriteConstraints(
                    StreamWriteConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
            .build();

    private ActionReader() {}

    /** What to do with the value of a field. */
    @FunctionalInterface
    interface FieldReader {
        /** Consumes the value that the parser stands at, or leaves it to be skipped. */
        void read(String name, JsonParser json) throws IOException;
    }

    /**
     * The actions of a commit, in order.
     *
     * @param source the name of the object, for messages
     * @throws CorruptLogException naming the object and the line where it can't be read
     */
    static List<Action> actions(byte[] bytes, Object source) {
        if (bytes.length == 0) {
            throw new CorruptLogException(
                    source + " is empty: most likely the machine stopped before the bytes were on its"
                            + " disk; restore the object from a copy of the log, or delete it if it is the newest version");
        }
        List<Action> actions = new ArrayList<>();
        try {
            lines(
                    bytes,
                    source,
                    (name, value) -> ActionParsers.action(name, value).ifPresent(actions::add));
        } catch (UnsupportedTableException unknownType) {
            requireKnownFeatures(bytes, source);
            throw unknownType;
        }
        return actions;
    }

    /** A type that is not known most likely comes with a feature that is not: its name says more. */
    private static void requireKnownFeatures(byte[] bytes, Object source) {
        lines(bytes, source, (name, value) -> {
            if (name.equals("protocol")) {
                TableFeature.requireKnown(ActionParsers.protocol(value), source);
            }
        });
    }

    private static void lines(byte[] bytes, Object source, FieldReader action) {
        try (JsonParser json = JSON.createParser(bytes)) {
            try {
                while (json.nextToken() != null) {
                    fields(json, action);
                }
            } catch (IOException | IllegalArgumentException | ArithmeticException e) {
                throw new CorruptLogException(
                        source + " can't be read at line "
                                + json.currentLocation().getLineNr() + ": " + problem(e)
                                + "; restore the object from a copy of the log",
                        e);
            }
        } catch (IOException e) {
            throw new CorruptLogException(source + " can't be read: " + e.getMessage(), e);
        }
    }

    private static String problem(Exception e) {
        return String.valueOf(e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage());
    }

    /** The sidecars that a checkpoint in JSON refers to. */
    static List<Sidecar> sidecars(byte[] bytes, Object source) {
        List<Sidecar> sidecars = new ArrayList<>();
        lines(bytes, source, (action, json) -> {
            if (action.equals("sidecar")) {
                sidecars.add(sidecar(json));
            }
        });
        return sidecars;
    }

    private static Sidecar sidecar(JsonParser json) throws IOException {
        String[] path = {""};
        long[] numbers = {0, 0};
        fields(json, (field, value) -> {
            switch (field) {
                case "path" -> path[0] = value.getText();
                case "sizeInBytes" -> numbers[0] = value.getLongValue();
                case "modificationTime" -> numbers[1] = value.getLongValue();
                default -> {}
            }
        });
        return new Sidecar(path[0], numbers[0], numbers[1]);
    }

    /** A single JSON object's fields, one call each. */
    static void object(byte[] bytes, FieldReader reader) throws IOException {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            require(JsonToken.START_OBJECT, json);
            fields(json, reader);
        }
    }

    /** The fields of the object that the parser stands at; nulls are as if absent. */
    static void fields(JsonParser json, FieldReader reader) throws IOException {
        require(JsonToken.START_OBJECT, json);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            reader.read(name, json);
            if (json.currentToken() == JsonToken.START_OBJECT || json.currentToken() == JsonToken.START_ARRAY) {
                json.skipChildren();
            }
        }
    }

    static List<String> strings(JsonParser json) throws IOException {
        require(JsonToken.START_ARRAY, json);
        List<String> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(scalar(json));
        }
        return values;
    }

    /** A map of texts; entries that are null are left out. */
    static Map<String, String> texts(JsonParser json) throws IOException {
        require(JsonToken.START_OBJECT, json);
        Map<String, String> values = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                values.put(name, scalar(json));
            }
        }
        return values;
    }

    /** Partition values: JSON null and the empty string both say null (PROTOCOL.md, "Partition Value Serialization"). */
    static Map<String, Optional<String>> partitionValues(JsonParser json) throws IOException {
        require(JsonToken.START_OBJECT, json);
        Map<String, Optional<String>> values = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            boolean isNull = json.nextToken() == JsonToken.VALUE_NULL;
            values.put(name, partitionValue(isNull ? "" : scalar(json)));
        }
        return values;
    }

    static Optional<String> partitionValue(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static OptionalLong number(JsonParser json) throws IOException {
        return OptionalLong.of(json.getLongValue());
    }

    /** The value that the parser stands at, as JSON text. */
    static String raw(JsonParser json) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructure(json);
        }
        return text.toString();
    }

    private static String scalar(JsonParser json) throws IOException {
        if (!json.currentToken().isScalarValue()) {
            throw new IOException("expected a text, found " + json.currentToken());
        }
        return json.getText();
    }

    private static void require(JsonToken expected, JsonParser json) throws IOException {
        if (json.currentToken() != expected) {
            throw new IOException("expected " + expected + ", found " + json.currentToken());
        }
    }
}
