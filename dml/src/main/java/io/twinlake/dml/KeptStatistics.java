package io.twinlake.dml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TableProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of which columns a table wants statistics: those that it lists, else the first ones; and those that it is clustered by. */
final class KeptStatistics {

    private final int first;
    private final Optional<List<List<String>>> listed;
    private final List<List<String>> clustered;

    private KeptStatistics(int first, Optional<List<List<String>>> listed, List<List<String>> clustered) {
        this.first = first;
        this.listed = listed;
        this.clustered = clustered;
    }

    static KeptStatistics of(Snapshot snapshot) {
        TableProperties properties = snapshot.properties();
        return new KeptStatistics(
                properties.statisticsColumnCount(),
                properties
                        .statisticsColumns()
                        .map(names -> names.stream()
                                .map(name -> physical(name, snapshot))
                                .toList()),
                snapshot.domain("delta.clustering").map(KeptStatistics::paths).orElse(List.of()));
    }

    private static List<String> physical(String name, Snapshot snapshot) {
        List<String> path = new ArrayList<>();
        List<Field> level = snapshot.schema().fields();
        String rest = name;
        while (!rest.isEmpty()) {
            String left = rest;
            Optional<Field> field = level.stream()
                    .filter(candidate -> left.equalsIgnoreCase(candidate.name())
                            || left.regionMatches(
                                    true,
                                    0,
                                    candidate.name() + ".",
                                    0,
                                    candidate.name().length() + 1))
                    .findFirst();
            if (field.isEmpty()) {
                // A column of that name was dropped, or never was: there is nothing to keep.
                return List.of(name);
            }
            path.add(snapshot.columnMapping().physicalName(field.get()));
            int length = field.get().name().length();
            rest = left.length() == length ? "" : left.substring(length + 1);
            level = field.get().type() instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
        return path;
    }

    private static List<List<String>> paths(String domain) {
        try {
            List<List<String>> paths = new ArrayList<>();
            for (JsonNode column : new JsonMapper().readTree(domain).path("clusteringColumns")) {
                List<String> path = new ArrayList<>();
                column.forEach(part -> path.add(part.asText()));
                paths.add(path);
            }
            return paths;
        } catch (JsonProcessingException e) {
            throw new CorruptLogException("metadata domain delta.clustering is not JSON: " + domain, e);
        }
    }

    DataFile of(DataFile file) {
        Map<List<String>, ColumnStatistics> kept = new LinkedHashMap<>();
        int position = 0;
        for (Map.Entry<List<String>, ColumnStatistics> column :
                file.statistics().columns().entrySet()) {
            boolean wanted = listed.isPresent() ? isAmong(listed.get(), column.getKey()) : position < first;
            if (wanted || isAmong(clustered, column.getKey())) {
                kept.put(column.getKey(), column.getValue());
            }
            position++;
        }
        var statistics = new FileStatistics(
                file.statistics().rows(), kept, file.statistics().tightBounds());
        return new DataFile(file.location(), file.size(), file.rows(), statistics, file.begun());
    }

    private static boolean isAmong(List<List<String>> paths, List<String> path) {
        return paths.stream()
                .anyMatch(wanted -> wanted.size() <= path.size()
                        && path.subList(0, wanted.size()).equals(wanted));
    }
}
