package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlake.dml.Append;
import io.twinlake.dml.Assignment;
import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.dml.Update;
import io.twinlake.log.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python's readers read tables of ours feature by feature, those that know the feature; deltalake writes some of them too. */
class FeatureInteropIT {

    @TempDir
    Path folder;

    /** A table with a feature, and who does not read it. */
    private record Feature(String name, Map<String, String> properties, List<String> partitions, String leftOut) {}

    private static final List<Feature> FEATURES = List.of(
            new Feature("plain", Map.of(), List.of("place"), ""),
            new Feature("vectors", Map.of("delta.enableDeletionVectors", "true"), List.of("place"), ""),
            new Feature("named", Map.of("delta.columnMapping.mode", "name"), List.of(), ",-polars"),
            new Feature("ids", Map.of("delta.columnMapping.mode", "id"), List.of(), ",-polars"),
            // DuckDB gives null for partition columns of mapped tables, whoever wrote them.
            new Feature(
                    "named-parts", Map.of("delta.columnMapping.mode", "name"), List.of("place"), ",-polars,-duckdb"),
            new Feature("tracked", Map.of("delta.enableRowTracking", "true"), List.of(), ""),
            new Feature("changes", Map.of("delta.enableChangeDataFeed", "true"), List.of("place"), ""),
            new Feature("checked", Map.of("delta.constraints.few", "amount < 1000"), List.of(), ""),
            new Feature("widening", Map.of("delta.enableTypeWidening", "true"), List.of(), ",-polars,-deltalake"));

    @BeforeEach
    void python_is_there() {
        assumeTrue(python() != null, "set TWINLAKE_PYTHON to a Python with interop/requirements.txt to run this");
    }

    private static String python() {
        return System.getenv("TWINLAKE_PYTHON");
    }

    @Test
    void every_feature_is_read_by_who_knows_it() throws Exception {
        List<String> command = new ArrayList<>(List.of("../interop/read_tables.py"));
        for (Feature feature : FEATURES) {
            TurnsTable table = changed(feature.name(), feature.properties(), feature.partitions());
            command.add(table.path() + "=" + rows(table) + feature.leftOut());
        }

        assertThat(run(command)).isZero();
    }

    @Test
    void a_log_whose_commits_are_summed_up_is_read_by_all() throws Exception {
        TurnsTable table = changed("summed-up", Map.of(), List.of("place"));
        table.log.compactLog(Version.of(1), Version.of(2));
        table.log.compactLog(Version.of(2), Version.of(3));

        assertThat(run(List.of("../interop/read_tables.py", table.path() + "=" + rows(table))))
                .isZero();
    }

    private TurnsTable changed(String name, Map<String, String> properties, List<String> partitions) {
        TurnsTable table = new TurnsTable(folder.resolve(name));
        table.create(properties, partitions);
        Append.of(List.of(TurnsTable.batch(1, 2, 3, 4, 5, 6))).run(table.log);
        new Delete(Condition.sql("id = 2 OR id = 6")).run(table.log);
        new Update(Condition.sql("id > 4"), Map.of("amount", Assignment.sql("amount + 1"))).run(table.log);
        return table;
    }

    /** As a Parquet file that holds what we read. */
    private Path rows(TurnsTable table) {
        Path rows = folder.resolve(Path.of(table.path()).getFileName() + "-rows.parquet");
        assertThat(CommandLineRun.of("scan", table.path(), "--format", "parquet", "--output", rows.toString())
                        .exitCode())
                .isZero();
        return rows;
    }

    @Test
    void deltalake_and_we_write_a_table_in_turns() throws Exception {
        for (Map<String, String> properties : List.of(
                Map.of("delta.enableInCommitTimestamps", "false"),
                Map.of("delta.enableInCommitTimestamps", "false", "delta.constraints.few", "amount < 1000"),
                Map.of("delta.enableInCommitTimestamps", "false", "delta.enableChangeDataFeed", "true"))) {
            TurnsTable table = new TurnsTable(folder.resolve("turns-" + properties.hashCode()));
            table.create(properties, List.of("place"));
            Append.of(List.of(TurnsTable.batch(1, 2, 3))).run(table.log);
            assertThat(run(List.of("../interop/write_rows.py", table.path(), "append", "4", "5")))
                    .isZero();
            new Update(Condition.sql("id = 4"), Map.of("amount", Assignment.sql("0"))).run(table.log);
            assertThat(run(List.of("../interop/write_rows.py", table.path(), "delete", "id = 1 OR id = 5")))
                    .isZero();
            Append.of(List.of(TurnsTable.batch(6))).run(table.log);

            assertThat(table.rows()).containsExactly("2 n2 20 p2", "3 n3 30 p0", "4 n4 0 p1", "6 n6 60 p0");
        }
    }

    private static int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        System.out.println(output);
        return process.exitValue();
    }
}
