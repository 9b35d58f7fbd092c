package io.twinlake.server;

import io.twinlake.ingest.PipelineProgress;
import io.twinlake.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** The demo's chapters with Spark, in this process. */
final class DemoSpark {

    private final SparkSession spark;
    private final Narrator narrator;

    private DemoSpark(SparkSession spark, Narrator narrator) {
        this.spark = spark;
        this.narrator = narrator;
    }

    static void run(Demo demo, String lake, Narrator narrator)
            throws IOException, TimeoutException, StreamingQueryException {
        Path scratch = Files.createTempDirectory("twinlake-spark");
        SparkSession spark = session(lake, scratch);
        try {
            DemoSpark chapters = new DemoSpark(spark, narrator);
            chapters.snapshot();
            chapters.stream(demo, lake, scratch);
        } finally {
            spark.stop();
            delete(scratch);
        }
    }

    private static SparkSession session(String lake, Path scratch) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .appName("twinlake-demo")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.local.dir", scratch.toString())
                .config("spark.sql.warehouse.dir", scratch.resolve("warehouse").toString())
                .config("spark.sql.catalog.lake", "io.twinlake.spark.TwinlakeCatalog")
                .config("spark.sql.catalog.lake.warehouse", absolute(lake));
        String endpoint = System.getenv("AWS_ENDPOINT_URL_S3");
        if (lake.startsWith("s3") && endpoint != null) {
            builder.config("spark.hadoop.fs.s3a.endpoint", endpoint)
                    .config("spark.hadoop.fs.s3a.path.style.access", "true")
                    .config(
                            "spark.hadoop.fs.s3a.connection.ssl.enabled",
                            Boolean.toString(endpoint.startsWith("https")));
        }
        return builder.getOrCreate();
    }

    private void snapshot() {
        narrator.chapter("The same tables in Spark SQL");
        String statement = "SELECT key AS airport, wind_band, visibility_band, delay_band\n    FROM lake."
                + Demo.AIRPORT + ".current WHERE key IN ('EWR', 'JFK', 'LGA') ORDER BY key";
        narrator.say("spark-sql> " + statement);
        for (Row row : spark.sql(statement).collectAsList()) {
            narrator.say("  " + row.mkString("  "));
        }
    }

    private void stream(Demo demo, String lake, Path scratch)
            throws IOException, TimeoutException, StreamingQueryException {
        narrator.chapter("A Spark stream receives new commits while the fifth week is ingested");
        AtomicLong received = new AtomicLong();
        AtomicLong batches = new AtomicLong();
        Dataset<Row> changes = spark.readStream()
                .format("twinlake")
                .option("startingVersion", "latest")
                .load(absolute(lake) + "/" + Demo.AIRCRAFT.replace('.', '/'));
        StreamingQuery query = changes.writeStream()
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.ProcessingTime(200))
                .foreachBatch((batch, id) -> {
                    long rows = batch.count();
                    if (rows > 0) {
                        received.addAndGet(rows);
                        narrator.say(
                                "  batch " + batches.incrementAndGet() + ": " + Sizes.count(rows, "changed state"));
                    }
                })
                .start();
        query.processAllAvailable();
        PipelineProgress done = demo.ingestFifthWeek();
        query.processAllAvailable();
        query.stop();
        narrator.say("The stream received " + Sizes.count(received.get(), "row") + " of " + Demo.AIRCRAFT + " in "
                + batches.get() + " micro-batches; the pipeline is at epoch " + done.epoch() + " with "
                + Sizes.count(done.totals().events(), "event") + " in all.");
    }

    private static String absolute(String lake) {
        return Location.parse(lake).toString().replaceFirst("^s3://", "s3a://");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
