package io.twinlake.compaction.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A version as the specification's "Action Reconciliation" has it, in so many words: for the checker alone, and apart
 * from the code that it checks. Files are known by path and vector.
 */
record TableModel(
        Map<String, JsonNode> live,
        Map<String, JsonNode> tombstones,
        Map<String, Long> progress,
        Map<String, String> domains,
        JsonNode metadata) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static final TableModel EMPTY = new TableModel(Map.of(), Map.of(), Map.of(), Map.of(), JSON.createObjectNode());

    static List<JsonNode> actions(byte[] commit) {
        List<JsonNode> actions = new ArrayList<>();
        for (String line : new String(commit, StandardCharsets.UTF_8).split("\n", -1)) {
            try {
                if (!line.isBlank()) {
                    actions.add(JSON.readTree(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(line, e);
            }
        }
        return actions;
    }

    static String key(JsonNode file) {
        String vector = Contents.vector(file);
        return file.path("path").asText() + (vector.isEmpty() ? "" : "|" + vector);
    }

    TableModel after(List<JsonNode> actions) {
        Map<String, JsonNode> files = new TreeMap<>(live);
        Map<String, JsonNode> dead = new TreeMap<>(tombstones);
        Map<String, Long> applications = new TreeMap<>(progress);
        Map<String, String> configurations = new TreeMap<>(domains);
        JsonNode table = metadata;
        for (JsonNode action : actions) {
            if (action.has("remove")) {
                files.remove(key(action.get("remove")));
                dead.put(key(action.get("remove")), action.get("remove"));
            }
        }
        for (JsonNode action : actions) {
            if (action.has("add")) {
                files.put(key(action.get("add")), action.get("add"));
                dead.remove(key(action.get("add")));
            } else if (action.has("txn")) {
                applications.put(
                        action.get("txn").get("appId").asText(),
                        action.get("txn").get("version").asLong());
            } else if (action.has("domainMetadata")) {
                JsonNode domain = action.get("domainMetadata");
                configurations.put(
                        domain.get("domain").asText(),
                        domain.get("configuration").asText());
            } else if (action.has("metaData")) {
                table = action.get("metaData");
            }
        }
        return new TableModel(files, dead, applications, configurations, table);
    }

    /** All rows in order, each as often as it is there; those of a bucket, or of all where that is empty. */
    List<String> rows(Contents contents, String bucket) {
        List<String> rows = new ArrayList<>();
        for (JsonNode file : live.values()) {
            if (bucket.isEmpty()
                    || bucket.equals(file.path("partitionValues").path("bucket").asText())) {
                rows.addAll(contents.rows(file));
            }
        }
        rows.sort(null);
        return rows;
    }

    int columns() {
        try {
            return JSON.readTree(metadata.path("schemaString").asText("{}"))
                    .path("fields")
                    .size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
