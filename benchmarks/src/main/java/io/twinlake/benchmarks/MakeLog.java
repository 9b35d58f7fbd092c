package io.twinlake.benchmarks;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import scala.Option;

/**
 * Makes the logs that {@link OpenAndList} opens, and says what each checkpoint wrote. Arguments: who writes checkpoints
 * ({@code twinlake}, {@code twinlake-v2}, {@code kernel}, {@code spark}), an empty folder, how many files the table begins
 * with, how many commits of one file each follow a checkpoint, and how many times there is a checkpoint and such commits.
 */
public final class MakeLog {

    private MakeLog() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: MakeLog twinlake|twinlake-v2|kernel|spark FOLDER FILES COMMITS-AFTER ROUNDS");
            System.exit(2);
        }
        Location at = Location.of(Path.of(arguments[1]));
        Environment environment = Environment.system(Storages.open(at));
        long files = Long.parseLong(arguments[2]);
        int commits = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        long keys = files + (long) commits * rounds;
        ManyFiles.create(environment, at, files, keys, properties(arguments[0]));
        for (int round = 0; round < rounds; round++) {
            checkpoint(arguments[0], arguments[1], TransactionLog.open(environment, at));
            ManyFiles.append(environment, TransactionLog.open(environment, at), commits, keys);
        }
    }

    private static Map<String, String> properties(String writer) {
        return writer.equals("twinlake-v2") ? Map.of("delta.checkpointPolicy", "v2") : Map.of();
    }

    private static void checkpoint(String writer, String table, TransactionLog log) throws IOException {
        long before = bytes(Path.of(table));
        long began = System.nanoTime();
        switch (writer) {
            case "twinlake", "twinlake-v2" -> log.checkpoint(log.latest());
            case "kernel" -> kernelCheckpoint(table);
            case "spark" -> sparkCheckpoint(table);
            default -> throw new IllegalArgumentException("no writer of checkpoints: " + writer);
        }
        long seconds = System.nanoTime() - began;
        long bytes = bytes(Path.of(table)) - before;
        if (bytes == 0) {
            throw new IllegalStateException(
                    writer + " wrote no checkpoint of " + table); // Delta Spark keeps failures quiet
        }
        System.out.printf(
                Locale.ROOT,
                "checkpoint by %s: %.2f s, %,d bytes, peak %s%n",
                writer,
                seconds / 1e9,
                bytes,
                OpenAndList.peak());
    }

    private static void kernelCheckpoint(String table) throws IOException {
        Configuration settings = new Configuration();
        settings.size();
        Engine engine = DefaultEngine.create(settings);
        TableManager.loadSnapshot(table).build(engine).writeCheckpoint(engine);
    }

    private static void sparkCheckpoint(String table) {
        SparkSession session = LocalSpark.delta();
        DeltaLog.clearCache();
        DeltaLog log = DeltaLog.forTable(session, table);
        log.checkpoint(log.unsafeVolatileSnapshot(), Option.empty());
    }

    /** What checkpoints of the table hold, without the checksums that Hadoop puts beside its files. */
    private static long bytes(Path table) throws IOException {
        try (Stream<Path> files = Files.walk(table.resolve("_delta_log"))) {
            return files.filter(file -> !file.toString().endsWith(".crc"))
                    .filter(file -> file.toString().contains(".checkpoint.")
                            || file.toString().contains("/_sidecars/"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
