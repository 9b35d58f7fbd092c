package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.ours;
import static io.twinlake.spark.TestSpark.rows;
import static io.twinlake.spark.TestSpark.scan;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which files a query leaves alone, on a table of ten files whose ids don't overlap. */
class SkippingIT {

    private static final Path TABLE = newFolder("skipped");

    @BeforeAll
    static void write_the_table() {
        sql("SELECT id, concat('k', lpad(id, 4, '0')) AS key, id / 2 AS half, "
                        + "named_struct('x', id, 'y', concat('y', id)) AS s, "
                        + "timestamp_seconds(1370000000 + id) AS at FROM range(0, 1000, 1, 10)")
                .write()
                .format("delta")
                .save(TABLE.toString());
    }

    @Test
    void files_that_can_not_match_are_not_read() {
        Map<String, Integer> filesToRead = Map.of(
                "id = 5", 1,
                "id IN (5, 995)", 2,
                "key >= 'k0900'", 1,
                "key LIKE 'k05%'", 1,
                "at < timestamp_seconds(1370000000 + 150)", 2,
                "s.x BETWEEN 250 AND 349", 2,
                "id = 5 OR id = 905", 2,
                "NOT (id > 99)", 1,
                "id > 5000", 0,
                "half < 0.5 AND key LIKE '%0'", 1); // not half > 499: a NaN may be in any file
        filesToRead.forEach((condition, files) -> {
            Dataset<Row> read = ours(TABLE).where(condition);

            assertThat(scan(read).planInputPartitions().length).as(condition).isLessThanOrEqualTo(Math.max(1, files));
            assertThat(metrics(scan(read)))
                    .as(condition)
                    .containsEntry("twinlakeFilesRead", (long) files)
                    .containsEntry("twinlakeFilesSkipped", 10L - files);
            assertThat(rows(read))
                    .as(condition)
                    .isEqualTo(rows(TestSpark.deltas(TABLE).where(condition)));
        });
    }

    @Test
    void statistics_are_those_of_the_files_that_match() {
        var statistics = scan(ours(TABLE).where("id < 100")).estimateStatistics();

        assertThat(statistics.numRows()).hasValue(100);
        assertThat(statistics.sizeInBytes().orElseThrow())
                .isLessThan(scan(ours(TABLE)).estimateStatistics().sizeInBytes().orElseThrow() / 5);
    }

    private static Map<String, Long> metrics(TwinlakeScan scan) {
        return Arrays.stream(scan.reportDriverMetrics())
                .collect(Collectors.toMap(CustomTaskMetric::name, CustomTaskMetric::value));
    }
}
