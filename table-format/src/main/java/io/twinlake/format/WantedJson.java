package io.twinlake.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a JSON object that is wanted: what else it holds is passed over without a value being made of it.
 *
 * @param fields what is wanted below, by name; a value without any is wanted whole if it is no object
 */
record WantedJson(Map<String, WantedJson> fields) {

    private static final WantedJson VALUE = new WantedJson(Map.of());

    /** What statistics say of the columns of a schema. */
    static WantedJson statistics(Schema schema, ColumnMapping mapping) {
        WantedJson columns = columns(schema.fields(), mapping);
        return new WantedJson(Map.of(
                "numRecords",
                VALUE,
                "tightBounds",
                VALUE,
                StatisticsJson.BOUNDS_COVER_NAN,
                VALUE,
                "minValues",
                columns,
                "maxValues",
                columns,
                "nullCount",
                columns));
    }

    private static WantedJson columns(List<Field> fields, ColumnMapping mapping) {
        Map<String, WantedJson> wanted = new HashMap<>();
        for (Field field : fields) {
            wanted.put(
                    mapping.physicalName(field),
                    field.type() instanceof DataType.Struct struct ? columns(struct.fields(), mapping) : VALUE);
        }
        return new WantedJson(wanted);
    }

    /** The object that the parser stands at. */
    ObjectNode read(JsonParser json) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            WantedJson below = fields.get(name);
            if (token == JsonToken.START_OBJECT && below != null) {
                object.set(name, below.read(json));
            } else if (token.isStructStart()) {
                json.skipChildren();
            } else if (below != null) {
                object.set(name, value(json, token));
            }
        }
        return object;
    }

    private static JsonNode value(JsonParser json, JsonToken token) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (token) {
            case VALUE_STRING -> nodes.textNode(json.getText());
            case VALUE_NUMBER_INT -> number(json, nodes);
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(json.getDecimalValue());
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(token == JsonToken.VALUE_TRUE);
            default -> nodes.nullNode();
        };
    }

    private static JsonNode number(JsonParser json, JsonNodeFactory nodes) throws IOException {
        return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? nodes.numberNode(json.getBigIntegerValue())
                : nodes.numberNode(json.getLongValue());
    }
}
