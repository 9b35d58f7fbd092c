package io.twinlake.spark;

import io.twinlake.storage.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;

/** One Spark session for all tests of a process: the connector's catalog {@code lake}, and Delta's own connector. */
final class TestSpark {

    static final boolean LONG = System.getenv("TWINLAKE_TEST_LONG") != null;

    private static final Path FOLDER = temporary();
    private static final SparkSession SESSION = start();

    private TestSpark() {}

    static SparkSession session() {
        return SESSION;
    }

    /** The folder of the catalog {@code lake}. */
    static Path lake() {
        return FOLDER.resolve("lake");
    }

    /** The folder of one more catalog, of a test that puts tables where no other test lists them. */
    static Path newCatalog(String name) {
        Path folder = newFolder(name);
        SESSION.conf().set("spark.sql.catalog." + name, TwinlakeCatalog.class.getName());
        SESSION.conf().set("spark.sql.catalog." + name + ".warehouse", folder.toString());
        return folder;
    }

    /** A new folder for a table, a checkpoint or output. */
    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(FOLDER, name).resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("twinlake-spark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SparkSession start() {
        SparkSession session = SparkSession.builder()
                .config(SparkSettings.localWithDelta())
                // Spark reads columns only where it generates code for whole stages.
                .config("spark.sql.codegen.wholeStage", true)
                // As users have it where there is time for it.
                .config("spark.sql.adaptive.enabled", LONG)
                .config("spark.sql.codegen.factoryMode", LONG ? "FALLBACK" : "NO_CODEGEN")
                .appName("twinlake-tests")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", FOLDER.resolve("warehouse").toString())
                .config("spark.sql.catalog.lake", TwinlakeCatalog.class.getName())
                .config(
                        "spark.sql.catalog.lake.warehouse",
                        FOLDER.resolve("lake").toString())
                .getOrCreate();
        session.sparkContext().setLogLevel("ERROR");
        return session;
    }

    static Dataset<Row> sql(String text) {
        return SESSION.sql(text);
    }

    static Dataset<Row> ours(Path table) {
        return SESSION.read().format("twinlake").load(table.toString());
    }

    static Dataset<Row> deltas(Path table) {
        return SESSION.read().format("delta").load(table.toString());
    }

    /** Rows as text, in an order of their own, so that two reads can be compared. */
    static List<String> rows(Dataset<Row> data) {
        return Arrays.stream((Row[]) data.toJSON().toDF().collect())
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** The one scan of ours in a query's plan, as it was run. */
    static TwinlakeScan scan(Dataset<Row> data) {
        SparkPlan plan = ((org.apache.spark.sql.classic.Dataset<Row>) data)
                .queryExecution()
                .sparkPlan();
        var scans = plan.collectLeaves();
        for (int i = 0; i < scans.size(); i++) {
            if (scans.apply(i) instanceof BatchScanExec leaf && leaf.scan() instanceof TwinlakeScan scan) {
                return scan;
            }
        }
        throw new AssertionError("no scan of ours in " + plan);
    }
}
