package io.twinlake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Commits per second of one writer of small files on local files: each commit writes 100 rows to a Parquet file of its
 * own and adds it, with a checkpoint of the log every so many versions. Twinlake's log, Delta Kernel and Delta Spark take
 * turns in one process; the first turns, in which the JVM compiles, are not counted.
 *
 * <p>Arguments: commits of Twinlake a turn, of Delta Kernel, of Delta Spark (0 leaves a peer out), versions between
 * checkpoints (0: as Twinlake chooses, and 10 for the peers), turns.
 */
public final class CommitRate {

    private static final int WARM_UP_TURNS = 2;

    private final int checkpointEvery;

    private CommitRate(int checkpointEvery) {
        this.checkpointEvery = checkpointEvery;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            System.err.println("usage: CommitRate COMMITS KERNEL-COMMITS SPARK-COMMITS CHECKPOINT-EVERY TURNS");
            System.exit(2);
        }
        int ours = Integer.parseInt(arguments[0]);
        int kernels = Integer.parseInt(arguments[1]);
        int sparks = Integer.parseInt(arguments[2]);
        CommitRate benchmark = new CommitRate(Integer.parseInt(arguments[3]));
        for (int turn = 1 - WARM_UP_TURNS; turn <= Integer.parseInt(arguments[4]); turn++) {
            String name = turn < 1 ? "warm-up" : "turn " + turn;
            benchmark.run(name + " Twinlake", ours, TwinlakeCommits::create);
            if (kernels > 0) {
                benchmark.run(name + " Delta Kernel", kernels, KernelCommits::create);
            }
            if (sparks > 0) {
                benchmark.run(name + " Delta Spark", sparks, SparkCommits::create);
            }
        }
    }

    private void run(String name, int commits, Table table) throws IOException {
        try (ScratchFolder folder = ScratchFolder.create()) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long processor;
            long began;
            long[] times = new long[commits];
            // Closing waits for checkpoints that are under way: they are part of the time.
            try (SmallCommits writer = table.create(folder.path(), checkpointEvery)) {
                processor = system.getProcessCpuTime();
                began = System.nanoTime();
                for (int commit = 0; commit < commits; commit++) {
                    long before = System.nanoTime();
                    writer.commit(commit);
                    times[commit] = System.nanoTime() - before;
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            Arrays.sort(times);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d commits, %.2f s, %.2f processor s: %,.0f commits/s, p50 %.2f ms, p99 %.2f ms, "
                            + "%.0f bytes a row%n",
                    name,
                    commits,
                    seconds,
                    (system.getProcessCpuTime() - processor) / 1e9,
                    commits / seconds,
                    times[commits / 2] / 1e6,
                    times[commits * 99 / 100] / 1e6,
                    bytes(folder.path()) / ((double) commits * SmallCommits.ROWS));
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        }
    }

    /** Makes the table of a turn. */
    private interface Table {
        SmallCommits create(Path folder, int checkpointEvery) throws IOException;
    }
}
