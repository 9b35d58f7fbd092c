package io.twinlake.differential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A table at a version, as one reader sees it.
 *
 * @param schema the protocol's JSON
 * @param rows as texts, in order; empty where they are not compared
 */
record TableView(
        JsonNode schema,
        List<String> partitionColumns,
        SortedSet<String> files,
        List<String> rows,
        SortedMap<String, Long> transactions,
        SortedMap<String, String> domains,
        SortedMap<String, String> properties) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    static JsonNode schema(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a live file, the same from all readers. */
    static String file(String path, long size, String deletionVector, Map<String, String> partitionValues) {
        return path + " " + size + " " + deletionVector + " " + new TreeMap<>(partitionValues);
    }

    /** The same with rows that were compared elsewhere. */
    TableView withRows(List<String> others) {
        return new TableView(schema, partitionColumns, files, others, transactions, domains, properties);
    }

    /** In which parts another view differs from this one, each with both values. */
    Map<Part, String> differences(TableView other) {
        Map<Part, String> found = new EnumMap<>(Part.class);
        compare(found, Part.SCHEMA, List.of(partitionColumns, schema), List.of(other.partitionColumns, other.schema));
        compare(found, Part.FILES, files, other.files);
        if (!rows.equals(other.rows)) {
            found.put(Part.ROWS, rowDifference(rows, other.rows));
        }
        compare(found, Part.TRANSACTIONS, transactions, other.transactions);
        compare(found, Part.DOMAINS, domains, other.domains);
        compare(found, Part.PROPERTIES, properties, other.properties);
        return found;
    }

    private static void compare(Map<Part, String> found, Part part, Object ours, Object theirs) {
        if (!ours.equals(theirs)) {
            found.put(part, shortened(ours) + "\n    but " + shortened(theirs));
        }
    }

    static String rowDifference(List<String> ours, List<String> theirs) {
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String our = i < ours.size() ? ours.get(i) : "nothing";
            String their = i < theirs.size() ? theirs.get(i) : "nothing";
            if (!our.equals(their)) {
                return ours.size() + " rows, " + theirs.size() + " there; row " + i + " is " + shortened(our)
                        + "\n    but " + shortened(their);
            }
        }
        return "none";
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
