package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.Snapshot;
import io.twinlake.log.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a table: the rows of a version with the changes since are the rows of a later one. */
class ChangeFeedIT {

    private static final String FEED = "delta.enableChangeDataFeed";
    private static final String VECTORS = "delta.enableDeletionVectors";
    private static final String MAPPING = "delta.columnMapping.mode";
    private static final int CHANGES = 25;

    @TempDir
    Path folder;

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(1, Map.of(FEED, "true"), new String[0]),
                Arguments.of(2, Map.of(FEED, "true", VECTORS, "true"), new String[0]),
                Arguments.of(
                        3,
                        Map.of(
                                FEED,
                                "true",
                                VECTORS,
                                "true",
                                MAPPING,
                                "name",
                                "delta.enableInCommitTimestamps",
                                "true"),
                        new String[] {"place"}),
                Arguments.of(4, Map.of(FEED, "true", MAPPING, "id"), new String[] {"place"}),
                Arguments.of(5, Map.of(), new String[] {"place"}),
                Arguments.of(6, Map.of(VECTORS, "true"), new String[0]),
                Arguments.of(7, Map.of(VECTORS, "true", MAPPING, "id"), new String[] {"place"}));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void rows_and_the_changes_since_are_the_later_rows(int seed, Map<String, String> properties, String[] partitions) {
        ChangedTable table = new ChangedTable(folder.resolve("t"), properties, partitions);
        table.append(30);
        Random random = new Random(seed);
        for (int i = 0; i < CHANGES; i++) {
            table.change(random);
        }
        long latest = table.log.latest().version().number();
        for (long from = 0; from <= latest; from += 5) {
            for (long to : new long[] {from, Math.min(latest, from + 3), latest}) {
                ChangeFeed feed = ChangeFeed.between(table.log, from, to);
                assertLeads(table, properties.containsKey(FEED) ? feed : feed.inferring(), from, to);
            }
        }
    }

    private static void assertLeads(ChangedTable table, ChangeFeed feed, long from, long to) {
        Map<Long, List<List<Object>>> byVersion = new HashMap<>();
        List<List<Object>> all = TwinTable.plain(TwinTable.rows(feed.rows()));
        long reached = from;
        for (List<Object> row : all) {
            long version = (Long) row.get(5);
            assertThat(version).as("%s in order", feed).isBetween(reached, to);
            reached = version;
            byVersion.computeIfAbsent(version, key -> new ArrayList<>()).add(row);
        }
        List<List<Object>> rows = from == 0 ? new ArrayList<>() : rows(table.log.at(Version.of(from - 1)));
        for (long version = from; version <= to; version++) {
            apply(byVersion.getOrDefault(version, List.of()), rows, table.log.at(Version.of(version)));
        }
    }

    private static void apply(List<List<Object>> changes, List<List<Object>> rows, Snapshot after) {
        Instant timestamp = after.timestamp();
        for (List<Object> change : changes) {
            assertThat(change.get(6)).isEqualTo(timestamp);
            if (change.get(4).equals("delete") || change.get(4).equals("update_preimage")) {
                assertThat(rows.remove(change.subList(0, 4)))
                        .as("%s of %s was there", change, after)
                        .isTrue();
            }
        }
        for (List<Object> change : changes) {
            if (change.get(4).equals("insert") || change.get(4).equals("update_postimage")) {
                rows.add(change.subList(0, 4));
            }
        }
        assertThat(rows).as("rows of %s", after).containsExactlyInAnyOrderElementsOf(rows(after));
    }

    private static List<List<Object>> rows(Snapshot snapshot) {
        return new ArrayList<>(
                TwinTable.plain(TwinTable.rows(ScanPlan.over(snapshot).rows())));
    }
}
