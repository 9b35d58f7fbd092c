package io.twinlake.benchmarks;

import io.twinlake.storage.Location;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** A Spark stream of a table of sensors, in this process, with micro-batches as fast as they go. */
final class SparkSubscriber implements AutoCloseable {

    private final SparkSession session;
    private final StreamingQuery query;

    private SparkSubscriber(SparkSession session, StreamingQuery query) {
        this.session = session;
        this.query = query;
    }

    static SparkSubscriber start(Location table, Path scratch, Delays delays) throws TimeoutException {
        SparkSession session = LocalSpark.builder()
                .config("spark.local.dir", scratch.toString())
                .getOrCreate();
        StreamingQuery query = session.readStream()
                .format("twinlake")
                .option("startingVersion", "latest")
                .load(table.toString())
                .select("sent")
                .writeStream()
                .option("checkpointLocation", scratch.resolve("checkpoint").toString())
                .trigger(Trigger.ProcessingTime(0))
                .foreachBatch((batch, id) -> {
                    for (Row row : batch.collectAsList()) {
                        delays.received(row.getLong(0));
                    }
                })
                .start();
        query.processAllAvailable();
        return new SparkSubscriber(session, query);
    }

    /** Until all is received; the failure of the stream, if it has one, ends that. */
    void await(Delays delays) throws StreamingQueryException {
        while (!delays.isComplete()) {
            query.awaitTermination(10);
        }
    }

    @Override
    public void close() throws TimeoutException {
        query.stop();
        session.stop();
    }
}
