package io.twinlake.storage;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * What every test's Spark session is begun with: a small one that listens on the loopback address only. Tests have too few rows
 * for generated code to pay, and it starts no process for a local file: without its native library Hadoop starts some ten for
 * each commit of Delta Spark, for permissions and for links that are none.
 */
public final class SparkSettings {

    private SparkSettings() {}

    /** For {@code SparkSession.Builder.config(Map)}. */
    public static Map<String, Object> local() {
        return Map.ofEntries(
                Map.entry("spark.master", "local[2]"),
                Map.entry("spark.ui.enabled", false),
                Map.entry("spark.driver.host", "127.0.0.1"),
                Map.entry("spark.driver.bindAddress", "127.0.0.1"),
                Map.entry("spark.sql.session.timeZone", "UTC"),
                Map.entry("spark.sql.adaptive.enabled", false),
                Map.entry("spark.sql.codegen.wholeStage", false),
                Map.entry("spark.sql.codegen.factoryMode", "NO_CODEGEN"),
                Map.entry("spark.hadoop.fs.file.impl", LocalFiles.class.getName()),
                Map.entry("spark.hadoop.fs.file.impl.disable.cache", true),
                Map.entry("spark.delta.logStore.file.impl", "io.delta.storage.LocalLogStore"),
                Map.entry(
                        "spark.sql.streaming.checkpointFileManagerClass",
                        "org.apache.spark.sql.execution.streaming.checkpointing.FileSystemBasedCheckpointFileManager"));
    }

    /** {@link #local} with Delta Lake's own connector, which keeps a table's state in one piece. */
    public static Map<String, Object> localWithDelta() {
        Map<String, Object> settings = new HashMap<>(local());
        settings.put("spark.databricks.delta.snapshotPartitions", 1);
        settings.put("spark.sql.shuffle.partitions", 1);
        settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
        settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
        return settings;
    }

    /** Local files with the permissions that the process gives them. */
    public static final class LocalFiles extends LocalFileSystem {

        public LocalFiles() {
            super(new RawLocalFileSystem() {
                @Override
                public void setPermission(Path path, FsPermission permission) {}
            });
        }
    }
}
