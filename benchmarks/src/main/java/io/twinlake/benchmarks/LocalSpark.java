package io.twinlake.benchmarks;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark in this process. What a run sets with {@code -Dspark.…} holds beside what is set here. */
final class LocalSpark {

    private LocalSpark() {}

    static SparkSession.Builder builder() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("twinlake-benchmarks")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1");
    }

    /** The one session with Delta's own connector. */
    static SparkSession delta() {
        Path warehouse = Path.of(System.getProperty("java.io.tmpdir"), "spark-warehouse");
        return builder()
                .config("spark.sql.warehouse.dir", warehouse.toString())
                .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
                .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
                .getOrCreate();
    }
}
