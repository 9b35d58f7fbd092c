package io.twinlake.differential;

import io.twinlake.storage.SparkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/** The one Spark session of these tests, with Delta's own connector. */
final class DeltaSpark {

    private static final SparkSession SESSION = start();

    private DeltaSpark() {}

    /** Made active for the thread, as Delta asks threads for theirs. */
    static SparkSession session() {
        SparkSession.setActiveSession(SESSION);
        return SESSION;
    }

    static Dataset<Row> sql(String text) {
        return session().sql(text);
    }

    private static SparkSession start() {
        SparkSession session = SparkSession.builder()
                .config(SparkSettings.localWithDelta())
                .appName("twinlake-differential")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.warehouse.dir", warehouse().toString())
                .getOrCreate();
        session.sparkContext().setLogLevel("OFF");
        return session;
    }

    private static Path warehouse() {
        try {
            return Files.createTempDirectory("twinlake-differential");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
