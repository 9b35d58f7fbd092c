package io.twinlake.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.TransactionLog;
import io.twinlake.query.ChangeFeed;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The change data feed of a table, version by version, is what Delta Spark gives of it. */
class ChangeFeedIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'delta.enableDeletionVectors'='false'",
                "'delta.enableDeletionVectors'='true', 'delta.columnMapping.mode'='name'"
            })
    void tables_of_delta_spark_have_the_changes_that_it_reads(String properties) {
        Path table = folder.resolve("t");
        new TableMaker(table)
                .sql(
                        "CREATE TABLE {t} (id BIGINT, name STRING, place STRING) USING delta PARTITIONED BY (place)"
                                + " TBLPROPERTIES ('delta.enableChangeDataFeed'='true', " + properties + ")",
                        "INSERT INTO {t} SELECT id, 'n' || id, 'p' || id % 2 FROM range(10)",
                        "UPDATE {t} SET name = 'changed' WHERE id IN (2, 3)",
                        "DELETE FROM {t} WHERE id IN (3, 4)",
                        "DELETE FROM {t} WHERE place = 'p1'",
                        "MERGE INTO {t} t USING (SELECT id, 'merged' AS name, 'p0' AS place FROM range(6, 14, 2)) s"
                                + " ON t.id = s.id WHEN MATCHED AND s.id = 6 THEN DELETE WHEN MATCHED THEN UPDATE SET *"
                                + " WHEN NOT MATCHED THEN INSERT *",
                        "OPTIMIZE {t}",
                        "INSERT OVERWRITE {t} VALUES (20, 'last', 'p2')",
                        "RESTORE TABLE {t} TO VERSION AS OF 3");
        assertThat(ours(table, 0, 8)).isEqualTo(theirs(table, 0, 8));
        assertThat(ours(table, 0, 8)).hasSizeGreaterThan(20);
    }

    @TestFactory
    Stream<DynamicTest> tables_of_others_have_the_changes_that_delta_spark_reads(TestReporter reporter) {
        Optional<Path> root = TestTable.conformance();
        if (root.isEmpty()) {
            reporter.publishEntry("conformance", "no folder given by TWINLAKE_CONFORMANCE: no feed was compared");
            return Stream.empty();
        }
        return TestTable.below(root.get()).stream()
                .filter(table -> table.name().matches("dat-cdf|kernel-cdf-.*"))
                .map(table -> DynamicTest.dynamicTest(table.name(), () -> compare(table)));
    }

    private static void compare(TestTable table) {
        List<Long> versions = table.commits();
        long from = versions.get(0);
        long to = versions.get(versions.size() - 1);
        assertThat(outcome(() -> ours(table.path(), from, to)))
                .isEqualTo(outcome(() -> theirs(table.path(), from, to)));
    }

    private static List<String> outcome(Supplier<List<String>> feed) {
        try {
            return feed.get();
        } catch (Exception refused) { // theirs throws checked ones that Java does not see
            return List.of("refused");
        }
    }

    private static List<String> ours(Path table, long from, long to) {
        Location location = Location.of(table);
        TransactionLog log = TransactionLog.open(Environment.system(Storages.open(location)), location);
        List<String> changes = new ArrayList<>();
        try (RowBatches rows = ChangeFeed.between(log, from, to).rows()) {
            while (rows.hasNext()) {
                Row.of(rows.next()).map(ValueText::of).forEach(changes::add);
            }
        }
        changes.sort(null);
        return changes;
    }

    private static List<String> theirs(Path table, long from, long to) {
        var changes = DeltaSpark.session()
                .read()
                .format("delta")
                .option("readChangeFeed", true)
                .option("startingVersion", from)
                .option("endingVersion", to)
                .load(table.toString());
        return Arrays.stream((org.apache.spark.sql.Row[]) changes.collect())
                .map(SparkText::of)
                .sorted()
                .toList();
    }
}
