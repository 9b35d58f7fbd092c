package io.twinlake.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** The few JSON texts that the connector itself reads; Jackson is Spark's. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** The text that a JSON string says; empty where {@code json} is no JSON string. */
    static Optional<String> text(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node != null && node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The JSON string of a text. */
    static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    /** An object, or an error that says what of. */
    static JsonNode object(String json, String what) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(what + " is not JSON: " + json, e);
        }
        throw new IllegalArgumentException(what + " is not a JSON object: " + json);
    }
}
