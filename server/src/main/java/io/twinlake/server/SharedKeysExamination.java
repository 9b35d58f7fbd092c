package io.twinlake.server;

import io.twinlake.format.TwinShape;
import io.twinlake.ingest.PipelineStatus;
import io.twinlake.log.Action;
import io.twinlake.log.Snapshot;
import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Has a table that several pipelines write a key in common between two of them? By the source partitions of its rows, where
 * these are of one pipeline alone. What two pipelines make of the same source shows in the lives of twins.
 */
final class SharedKeysExamination {

    private final OpenLake lake;
    private final String table;
    private final Snapshot snapshot;

    SharedKeysExamination(OpenLake lake, String table, Snapshot snapshot) {
        this.lake = lake;
        this.table = table;
        this.snapshot = snapshot;
    }

    List<Finding> findings() {
        boolean ofTwins = snapshot.domain(TwinShape.DEFINITION_DOMAIN).isPresent();
        if (!ofTwins || snapshot.transactions().size() < 2 || !lake.tables().contains(table)) {
            return List.of();
        }
        NavigableMap<String, Set<String>> partitions = partitions();
        List<Finding> findings = new ArrayList<>();
        for (String one : partitions.keySet()) {
            for (String other : partitions.tailMap(one, false).keySet()) {
                findings.addAll(common(one, other, partitions));
            }
        }
        return findings;
    }

    /** The source partitions of each pipeline that writes the table. */
    private NavigableMap<String, Set<String>> partitions() {
        Set<String> writers = snapshot.transactions().stream()
                .map(Action.SetTransaction::appId)
                .collect(Collectors.toSet());
        NavigableMap<String, Set<String>> partitions = new TreeMap<>();
        PipelineStatus.all(lake.environment(), lake.root()).stream()
                .filter(pipeline -> writers.contains(pipeline.name()))
                .forEach(pipeline -> partitions.put(
                        pipeline.name(), new TreeSet<>(pipeline.offsets().keySet())));
        return partitions;
    }

    private List<Finding> common(String one, String other, Map<String, Set<String>> partitions) {
        Set<String> ofOne = new TreeSet<>(partitions.getOrDefault(one, Set.of()));
        Set<String> ofOther = new TreeSet<>(partitions.getOrDefault(other, Set.of()));
        Set<String> ofBoth = new TreeSet<>(ofOne);
        ofBoth.retainAll(ofOther);
        ofOne.removeAll(ofBoth);
        ofOther.removeAll(ofBoth);
        return ofOne.isEmpty() || ofOther.isEmpty() ? List.of() : keys(one, ofOne, other, ofOther);
    }

    private List<Finding> keys(String one, Set<String> ofOne, String other, Set<String> ofOther) {
        String quoted = "\"" + table.replace(".", "\".\"") + "\"";
        String query = "SELECT key FROM " + quoted + " GROUP BY key HAVING max(" + isOf(ofOne) + ") = 1 AND max("
                + isOf(ofOther) + ") = 1 ORDER BY key LIMIT 1";
        try {
            Path cache = Files.createTempDirectory("twinlake-doctor");
            try (LocalSql sql = LocalSql.over(lake.lake(), SqlOptions.defaults(cache));
                    RowBatches rows = sql.query(query)) {
                return rows.hasNext() ? List.of(finding(rows.next().bytes(0).string(0), one, other)) : List.of();
            } finally {
                Files.deleteIfExists(cache);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String isOf(Set<String> partitions) {
        return partitions.stream()
                .map(name -> "'" + name.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "CASE WHEN source_partition IN (", ") THEN 1 ELSE 0 END"));
    }

    private Finding finding(String key, String one, String other) {
        return Finding.error(
                table,
                "twin '" + key + "' has rows of pipeline " + one + " and of pipeline " + other,
                "each of them has a twin of its own of that key: give each pipeline keys of its own, and read the sources"
                        + " again from their beginning into another lake");
    }
}
