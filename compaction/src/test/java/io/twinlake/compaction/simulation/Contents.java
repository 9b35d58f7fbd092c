package io.twinlake.compaction.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What rows the made-up data files hold and the made-up deletion vectors take away. */
final class Contents {

    private final Map<String, List<String>> files = new HashMap<>();
    private final Map<String, Set<String>> vectors = new HashMap<>();

    void file(String path, List<String> rows) {
        files.put(path, List.copyOf(rows));
    }

    void vector(String name, Set<String> rows) {
        vectors.put(name, Set.copyOf(rows));
    }

    /** The rows of a file that its vector leaves; {@code vector} is empty where there is none. */
    List<String> rows(String path, String vector) {
        List<String> rows = new ArrayList<>(files.getOrDefault(path, List.of("no file " + path)));
        rows.removeAll(vectors.getOrDefault(vector, Set.of()));
        return rows;
    }

    Set<String> deleted(String vector) {
        return vectors.getOrDefault(vector, Set.of());
    }

    /** The rows of an {@code add} or a {@code remove}. */
    List<String> rows(JsonNode file) {
        return rows(file.path("path").asText(), vector(file));
    }

    static String vector(JsonNode file) {
        return file.path("deletionVector").path("pathOrInlineDv").asText();
    }
}
