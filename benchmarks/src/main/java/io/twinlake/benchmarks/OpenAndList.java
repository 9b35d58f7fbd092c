package io.twinlake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.utils.CloseableIterator;
import io.twinlake.format.Predicate;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.delta.DeltaLog;

/**
 * How long it takes to open a table's newest version and to list the files that may hold a key: cold, as the first thing
 * that a process does, and again in the same process with nothing remembered; then, where a log is kept, after one more
 * commit. Prints milliseconds since the process began to work, files found, the peak of resident memory, and what
 * Twinlake asked of the storage. To start Spark's session is not part of its times; it is printed by itself.
 *
 * <p>Arguments: {@code twinlake}, {@code kernel} or {@code spark}, the table's folder, the number of the key, how often.
 */
public final class OpenAndList {

    private static final OperatingSystemMXBean PROCESSOR =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final int MORE_COMMITS = 10;

    private final String table;
    private final String key;

    private OpenAndList(String table, String key) {
        this.table = table;
        this.key = key;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("usage: OpenAndList twinlake|kernel|spark FOLDER KEY-NUMBER TIMES");
            System.exit(2);
        }
        long key = Long.parseLong(arguments[2]);
        int times = Integer.parseInt(arguments[3]);
        var benchmark = new OpenAndList(arguments[1], ManyFiles.key(key));
        switch (arguments[0]) {
            case "twinlake" -> {
                benchmark.repeat("twinlake", times, benchmark::twinlake);
                benchmark.afterMore(key);
            }
            case "kernel" -> benchmark.repeat("kernel", times, benchmark::kernel);
            case "spark" -> {
                time("spark session", () -> "started " + LocalSpark.delta().version());
                benchmark.repeat("spark", times, benchmark::spark);
            }
            default -> throw new IllegalArgumentException("no reader of logs: " + arguments[0]);
        }
    }

    private void repeat(String reader, int times, Work listing) throws IOException {
        for (int run = 1; run <= times; run++) {
            time(reader + (run == 1 ? " cold" : " warm"), listing);
        }
    }

    /** Something to time, and what came of it. */
    private interface Work {
        String run() throws IOException;
    }

    private static void time(String name, Work work) throws IOException {
        long processor = PROCESSOR.getProcessCpuTime();
        long began = System.nanoTime();
        String result = work.run();
        long ended = System.nanoTime();
        System.out.printf(
                Locale.ROOT,
                "%s: %,.2f ms, %,.2f processor ms, %s, peak %s%n",
                name,
                (ended - began) / 1e6,
                (PROCESSOR.getProcessCpuTime() - processor) / 1e6,
                result,
                peak());
    }

    private String twinlake() {
        CountingStorage storage = storage();
        return count(log(storage), storage);
    }

    private CountingStorage storage() {
        return new CountingStorage(Storages.open(Location.of(Path.of(table))));
    }

    private TransactionLog log(CountingStorage storage) {
        return TransactionLog.open(Environment.system(storage), Location.of(Path.of(table)));
    }

    private String count(TransactionLog log, CountingStorage storage) {
        try (Stream<AddFile> files = log.latest().files(Predicate.equal("key", key))) {
            return files.count() + " files, " + storage.counts();
        }
    }

    /** What it costs a log that has listed before to see a new commit. */
    private void afterMore(long number) throws IOException {
        CountingStorage storage = storage();
        TransactionLog log = log(storage);
        count(log, storage);
        for (int i = 0; i < MORE_COMMITS; i++) {
            CountingStorage others = storage();
            ManyFiles.append(Environment.system(others), log(others), 1, 2 * number);
            storage.forget();
            time("twinlake after one more commit", () -> count(log, storage));
        }
    }

    private String kernel() throws IOException {
        Configuration settings = new Configuration();
        settings.size();
        Engine engine = DefaultEngine.create(settings);
        Snapshot snapshot = TableManager.loadSnapshot(table).build(engine);
        var scan = snapshot.getScanBuilder()
                .withFilter(new io.delta.kernel.expressions.Predicate(
                        "=", new Column("key"), io.delta.kernel.expressions.Literal.ofString(key)))
                .build();
        long files = 0;
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        rows.next();
                        files++;
                    }
                }
            }
        }
        return files + " files";
    }

    private String spark() {
        DeltaLog.clearCache();
        String[] files = LocalSpark.delta()
                .read()
                .format("delta")
                .load(table)
                .where("key = '" + key + "'")
                .inputFiles(); // of the optimized plan: what data skipping leaves
        return files.length + " files";
    }

    /** The most resident memory so far, as Linux tells it. */
    static String peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring(6).trim())
                .findFirst()
                .orElse("not known");
    }
}
