package io.twinlake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Commits per second of one writer of small files on local files: each commit writes 100 rows to a Parquet file of its
 * own and adds it, with a checkpoint of the log every so many versions. Twinlake's log and Delta Kernel take turns in
 * one process; the first turns, in which the JVM compiles, are not counted.
 *
 * <p>Arguments: commits a turn, versions between checkpoints, turns.
 */
public final class CommitRate {

    private static final int WARM_UP_TURNS = 2;

    private final int commits;
    private final int checkpointEvery;

    private CommitRate(int commits, int checkpointEvery) {
        this.commits = commits;
        this.checkpointEvery = checkpointEvery;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: CommitRate COMMITS CHECKPOINT-EVERY TURNS");
            System.exit(2);
        }
        CommitRate benchmark = new CommitRate(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        for (int turn = 1 - WARM_UP_TURNS; turn <= Integer.parseInt(arguments[2]); turn++) {
            benchmark.turn(turn, "Twinlake", TwinlakeCommits::create);
            benchmark.turn(turn, "Delta Kernel", KernelCommits::create);
        }
    }

    private void turn(int number, String name, Table table) throws IOException {
        try (ScratchFolder folder = ScratchFolder.create();
                SmallCommits writer = table.create(folder.path(), checkpointEvery)) {
            OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long processor = system.getProcessCpuTime();
            long began = System.nanoTime();
            for (int commit = 0; commit < commits; commit++) {
                writer.commit(commit);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %,d commits, %.2f s, %.2f processor s: %,.0f commits/s%n",
                    number < 1 ? "warm-up" : "turn " + number,
                    name,
                    commits,
                    seconds,
                    (system.getProcessCpuTime() - processor) / 1e9,
                    commits / seconds);
        }
    }

    /** Makes the table of a turn. */
    private interface Table {
        SmallCommits create(Path folder, int checkpointEvery) throws IOException;
    }
}
