package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Statistics of a file of which rows are deleted: the number of physical rows, and bounds that some row may not reach. */
final class WideStatistics {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private WideStatistics() {}

    static String of(Optional<String> stats, long rows) {
        ObjectNode wide = stats.flatMap(WideStatistics::object).orElseGet(MAPPER::createObjectNode);
        wide.put("numRecords", rows);
        wide.put("tightBounds", false);
        return wide.toString();
    }

    /** Statistics that can't be read say nothing. */
    private static Optional<ObjectNode> object(String json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }
}
