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

/**
 * How long it takes to open a table's newest version and to list the files that may hold a key: cold, as the first thing
 * that a process does, and again in the same process with nothing remembered; then, where a log is kept, after one more
 * commit. Prints milliseconds since the process began to work, files found, and the peak of resident memory.
 *
 * <p>Arguments: {@code twinlake} or {@code kernel}, the table's folder, the number of the key, how often.
 */
public final class OpenAndList {

    private static final OperatingSystemMXBean PROCESSOR =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final String table;
    private final String key;

    private OpenAndList(String table, String key) {
        this.table = table;
        this.key = key;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("usage: OpenAndList twinlake|kernel FOLDER KEY-NUMBER TIMES");
            System.exit(2);
        }
        var benchmark = new OpenAndList(arguments[1], ManyFiles.key(Long.parseLong(arguments[2])));
        boolean ours = arguments[0].equals("twinlake");
        for (int run = 1; run <= Integer.parseInt(arguments[3]); run++) {
            long processor = PROCESSOR.getProcessCpuTime();
            long began = System.nanoTime();
            long files = ours ? benchmark.twinlake() : benchmark.kernel();
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %,.1f ms, %,.1f processor ms, %d files, peak %s%n",
                    arguments[0],
                    run == 1 ? "cold" : "warm",
                    (System.nanoTime() - began) / 1e6,
                    (PROCESSOR.getProcessCpuTime() - processor) / 1e6,
                    files,
                    peak());
        }
        if (ours) {
            benchmark.again();
        }
    }

    private Environment environment() {
        return Environment.system(Storages.open(Location.of(Path.of(table))));
    }

    private long twinlake() {
        return count(TransactionLog.open(environment(), Location.of(Path.of(table))));
    }

    private long count(TransactionLog log) {
        try (Stream<AddFile> files = log.latest().files(Predicate.equal("key", key))) {
            return files.count();
        }
    }

    /** What it costs a log that has listed before to see a new commit. */
    private void again() {
        Environment environment = environment();
        TransactionLog log = TransactionLog.open(environment, Location.of(Path.of(table)));
        count(log);
        for (int i = 0; i < 10; i++) {
            ManyFiles.append(environment, TransactionLog.open(environment, Location.of(Path.of(table))), 1, 1_000_000);
            long processor = PROCESSOR.getProcessCpuTime();
            long began = System.nanoTime();
            long files = count(log);
            System.out.printf(
                    Locale.ROOT,
                    "twinlake after one more commit: %,.2f ms, %,.2f processor ms, %d files%n",
                    (System.nanoTime() - began) / 1e6,
                    (PROCESSOR.getProcessCpuTime() - processor) / 1e6,
                    files);
        }
    }

    private long kernel() throws IOException {
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
        return files;
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
