package io.twinlake.benchmarks;

import io.delta.kernel.TableManager;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Makes the logs that {@link OpenAndList} opens. Arguments: who writes the checkpoint ({@code twinlake}, {@code
 * twinlake-v2}, {@code kernel}), an empty folder, the number of files, the number of commits of one file each after it,
 * and how often such commits and another checkpoint follow.
 */
public final class MakeLog {

    private MakeLog() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: MakeLog twinlake|twinlake-v2|kernel FOLDER FILES COMMITS-AFTER ROUNDS");
            System.exit(2);
        }
        Location at = Location.of(Path.of(arguments[1]));
        Environment environment = Environment.system(Storages.open(at));
        long files = Long.parseLong(arguments[2]);
        Map<String, String> properties =
                arguments[0].equals("twinlake-v2") ? Map.of("delta.checkpointPolicy", "v2") : Map.of();
        TransactionLog log = ManyFiles.create(environment, at, files, properties);
        checkpoint(arguments, log);
        for (int round = 0; round < Integer.parseInt(arguments[4]); round++) {
            log = TransactionLog.open(environment, at);
            ManyFiles.append(environment, log, Integer.parseInt(arguments[3]), files);
            if (round > 0) {
                checkpoint(arguments, TransactionLog.open(environment, at));
            }
        }
    }

    private static void checkpoint(String[] arguments, TransactionLog log) throws IOException {
        long bytes = bytes(Path.of(arguments[1]));
        long began = System.nanoTime();
        if (arguments[0].equals("kernel")) {
            Configuration settings = new Configuration();
            settings.size();
            Engine engine = DefaultEngine.create(settings);
            TableManager.loadSnapshot(arguments[1]).build(engine).writeCheckpoint(engine);
        } else {
            log.checkpoint(log.latest());
        }
        System.out.printf(
                Locale.ROOT,
                "checkpoint by %s: %.2f s, %,d bytes, peak %s%n",
                arguments[0],
                (System.nanoTime() - began) / 1e9,
                bytes(Path.of(arguments[1])) - bytes,
                OpenAndList.peak());
    }

    /** What checkpoints of the table hold. */
    private static long bytes(Path table) throws IOException {
        try (var files = java.nio.file.Files.walk(table.resolve("_delta_log"))) {
            return files.filter(file -> file.toString().contains("checkpoint.")
                            || file.toString().contains("_sidecars/"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
