package io.twinlake.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineProgress;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import io.twinlake.twin.TwinDefinition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Events per second from source bytes to committed rows on local files, in one process, start-up apart: the pipeline runs
 * several times into fresh lakes, and the first runs, in which the JVM compiles, are not counted.
 *
 * <p>Arguments: definition file, source ({@code STREAM=URI}), threads, runs.
 */
public final class IngestThroughput {

    private static final int WARM_UP_RUNS = 5;

    private final List<TwinDefinition> definitions;
    private final EventSource source;
    private final int threads;

    private IngestThroughput(List<TwinDefinition> definitions, EventSource source, int threads) {
        this.definitions = definitions;
        this.source = source;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            System.err.println("usage: IngestThroughput DEFINITION [STREAM=]URI THREADS RUNS");
            System.exit(2);
        }
        Path file = Path.of(arguments[0]);
        IngestThroughput benchmark = new IngestThroughput(
                TwinDefinition.parse(file.toString(), Files.readString(file)),
                EventSource.parse(arguments[1]),
                Integer.parseInt(arguments[2]));
        for (int run = 1 - WARM_UP_RUNS; run <= Integer.parseInt(arguments[3]); run++) {
            benchmark.run(run);
        }
    }

    private void run(int number) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        try (ScratchFolder folder = ScratchFolder.create();
                Storage storage = Storages.open(Location.of(folder.path()))) {
            long wall = System.nanoTime();
            long processor = system.getProcessCpuTime();
            PipelineProgress done = ingest(storage, Location.of(folder.path()));
            report(number, done, (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
        }
    }

    private PipelineProgress ingest(Storage storage, Location lake) {
        PipelineOptions options = PipelineOptions.defaults().withThreads(threads);
        PipelineSpec spec = PipelineSpec.of(definitions, List.of(source), options);
        return new Pipeline(spec, lake, Environment.system(storage), SourceAccess.system()).run(PipelineListener.NONE);
    }

    private static void report(int number, PipelineProgress done, double wall, double processor) {
        long events = done.totals().events();
        System.out.printf(
                Locale.ROOT,
                "%s %,d events, %,d rows, %.2f s, %.2f processor s: %,.0f events/s, %,.0f events per processor second%n",
                number < 1 ? "warm-up" : "run " + number,
                events,
                done.totals().rows(),
                wall,
                processor,
                events / wall,
                events / processor);
    }
}
