package io.twinlake.benchmarks;

import io.twinlake.format.RowBatch;
import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.RowBatches;
import io.twinlake.query.StartAt;
import io.twinlake.query.Subscription;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import io.twinlake.twin.TwinDefinition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * How long it takes from a line appended to a followed file until its row is in a subscriber's hands: a subscription of
 * the Java API, or a Spark stream. Lines come at a constant rate and each makes a row; producer, pipeline and subscriber
 * share one process and the machine's clock.
 *
 * <p>Arguments: lake (an empty folder or s3://bucket/prefix), epoch in milliseconds, lines a second, seconds,
 * {@code subscription} or {@code spark}.
 */
public final class Freshness {

    private static final Duration POLL = Duration.ofMillis(10);
    private static final String DEFINITION = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: bench
            name: sensor
            version: 1
            source:
              stream: readings
              telemetry:
                sensor: {type: string}
                at: {type: timestamp, format: epoch_ms}
                sent: {type: long}
            key: {expr: sensor}
            time: {event_time: at, lateness: 0s}
            properties:
              sent: {type: long, last: sent}
            """;

    private final Location lake;
    private final Duration epoch;
    private final int linesPerSecond;
    private final int lines;

    private Freshness(Location lake, Duration epoch, int linesPerSecond, int seconds) {
        this.lake = lake;
        this.epoch = epoch;
        this.linesPerSecond = linesPerSecond;
        this.lines = linesPerSecond * seconds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 5) {
            System.err.println("usage: Freshness LAKE EPOCH-MILLIS LINES-PER-SECOND SECONDS subscription|spark");
            System.exit(2);
        }
        Freshness run = new Freshness(
                Location.parse(arguments[0]),
                Duration.ofMillis(Long.parseLong(arguments[1])),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]));
        try (ScratchFolder scratch = ScratchFolder.create();
                Storage storage = Storages.open(run.lake)) {
            System.out.println(run.measure(storage, scratch.path(), arguments[4].equals("spark")));
        }
        System.exit(0);
    }

    private Delays measure(Storage storage, Path scratch, boolean spark) throws Exception {
        Environment environment = Environment.system(storage);
        Path file = Files.createFile(scratch.resolve("readings.jsonl"));
        Pipeline pipeline = new Pipeline(spec(file), lake, environment, SourceAccess.system());
        Thread ingest = new Thread(() -> pipeline.run(PipelineListener.NONE), "ingest");
        ingest.start();
        TransactionLog log = TransactionLog.open(environment, lake.resolve("bench/sensor_state"));
        while (!log.exists()) {
            Thread.sleep(POLL.toMillis());
        }
        Delays delays = new Delays(lines, lines / 4);
        Thread producer = new Thread(() -> produce(file), "producer");
        if (spark) {
            try (SparkSubscriber subscriber = SparkSubscriber.start(log.table(), scratch, delays)) {
                producer.start();
                subscriber.await(delays);
            }
        } else {
            Subscription subscription = Subscription.from(log, StartAt.latest());
            producer.start();
            while (!delays.isComplete()) {
                receive(subscription, delays);
            }
        }
        pipeline.stop();
        ingest.join();
        return delays;
    }

    private PipelineSpec spec(Path file) {
        List<TwinDefinition> definitions = TwinDefinition.parse("sensor.yaml", DEFINITION);
        PipelineOptions options =
                PipelineOptions.defaults().withEpoch(epoch).withFollow(true).withThreads(1);
        return PipelineSpec.of(definitions, List.of(EventSource.parse("readings=" + file)), options);
    }

    /** Appends a line at its time, late ones at once. */
    private void produce(Path file) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            long began = System.nanoTime();
            for (int line = 0; line < lines; line++) {
                long due = began + line * 1_000_000_000L / linesPerSecond;
                Thread.sleep(
                        Duration.ofNanos(Math.max(0, due - System.nanoTime())).toMillis());
                long now = Delays.nowMicros();
                String text = "{\"sensor\":\"s%d\",\"at\":%d,\"sent\":%d}%n".formatted(line % 100, now / 1000, now);
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the producer failed", e);
        }
    }

    private static void receive(Subscription subscription, Delays delays) {
        try (RowBatches rows = subscription.await(POLL).rows()) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                int sent = batch.schema().indexOf("sent").orElseThrow();
                for (int row = 0; row < batch.rows(); row++) {
                    delays.received(batch.longs(sent).get(row));
                }
            }
        }
    }
}
