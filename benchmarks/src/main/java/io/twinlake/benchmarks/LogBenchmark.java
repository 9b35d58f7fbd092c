package io.twinlake.benchmarks;

import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.Tri;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a file costs: to be read from a commit, and to be judged by its statistics. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH sets up before it measures
public class LogBenchmark {

    private static final int FILES = 1_000;

    private ScratchFolder folder;
    private TransactionLog log;
    private Snapshot snapshot;
    private List<AddFile> files;
    private List<FileStatistics> statistics;
    private final Predicate predicate = Predicate.equal("key", ManyFiles.key(FILES / 2));

    @Setup
    public void setUp() throws IOException {
        folder = ScratchFolder.create();
        Location at = Location.of(folder.path());
        log = ManyFiles.create(Environment.system(Storages.open(at)), at, FILES, FILES, Map.of());
        snapshot = log.latest();
        files = snapshot.files().toList();
        statistics = files.stream().map(snapshot::statistics).toList();
    }

    @TearDown
    public void tearDown() throws IOException {
        folder.close();
    }

    /** A commit of many files, read from a local file. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public Commit parseActions() {
        return log.read(Version.of(1)).orElseThrow();
    }

    /** The statistics of a file, all six columns, from JSON. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public long parseStatistics() {
        long rows = 0;
        for (AddFile file : files) {
            rows += snapshot.statistics(file).rows().orElse(0);
        }
        return rows;
    }

    /** A predicate on statistics that have been parsed. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public int prune() {
        int kept = 0;
        for (FileStatistics each : statistics) {
            kept += predicate.on(each, ManyFiles.SCHEMA) == Tri.NO ? 0 : 1;
        }
        return kept;
    }

    /** The same of files of a snapshot: what the predicate needs of a file's statistics is parsed of JSON. */
    @Benchmark
    @OperationsPerInvocation(FILES)
    public long pruneFiles() {
        try (Stream<AddFile> kept = snapshot.files(predicate)) {
            return kept.count();
        }
    }
}
