package io.twinlake.server;

import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.storage.StorageException;
import io.twinlake.twin.TwinDefinition;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ingest",
        description = {
            "Runs twins over sources and appends what changes to their tables, exactly once.",
            "A table named ns.name lies at LAKE/ns/name. After a crash the same command goes on where it was."
        },
        footer = {
            "",
            "Sources: a file, a folder, a glob, an S3 prefix, - (standard input) or synthetic:positions?aircraft=200&hours=6; "
                    + "CSV, JSON lines or Parquet, plain, gzip or zstd. STREAM= may be left out where the definitions read one "
                    + "stream. ?partition=file makes each file of a folder a source partition of its own.",
            "",
            "For example:",
            "  twinlake ingest --definition examples/flights/airport.yaml \\",
            "      --source flights=examples/flights/data/events/ weather=examples/flights/data/weather/",
            "  twinlake ingest --definition my.yaml --source 'log=logs/*.jsonl.gz' --dry-run"
        })
final class IngestCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Option(
            names = "--definition",
            arity = "1..*",
            required = true,
            paramLabel = "FILE",
            description = "Twin definitions (YAML).")
    private List<Path> definitions = new ArrayList<>();

    @Option(
            names = "--source",
            arity = "1..*",
            required = true,
            paramLabel = "[STREAM=]URI",
            description = "Where events come from.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--pipeline",
            paramLabel = "NAME",
            description = "The name under which progress is kept (default: the definitions' names).")
    private Optional<String> name = Optional.empty();

    @Option(names = "--follow", description = "Go on as files grow and new ones come, until SIGTERM or Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--epoch",
            paramLabel = "DURATION",
            defaultValue = "1s",
            description = "How often rows are committed (default: ${DEFAULT-VALUE}).")
    private Duration epoch = Duration.ofSeconds(1);

    @Option(
            names = "--epoch-events",
            paramLabel = "EVENTS",
            description = "Commit after so many events as well (default: 500000).")
    private Optional<Integer> epochEvents = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that decode and apply (default: one a processor).")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--compact", description = "Merge small files in the background.")
    private boolean compact;

    @Option(names = "--close", description = "At the end of input fire all that is pending: windows, timers, expiry.")
    private boolean close;

    @Option(
            names = "--dry-run",
            description = "Write nothing; print what would be written and the reduction per property.")
    private boolean dryRun;

    @Option(names = "--take-over", description = "Run although another process seems to own the pipeline.")
    private boolean takeOver;

    @Option(
            names = "--shares-table",
            description = {
                "Begin to write tables that another pipeline writes: no key of one comes in the other.",
                "Kept with the pipeline, so that later runs need not say it."
            })
    private boolean sharesTable;

    @Override
    public Integer call() throws InterruptedException {
        List<TwinDefinition> types = Definitions.read(definitions);
        PipelineSpec spec = spec(types);
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            Pipeline pipeline = new Pipeline(spec, lake.root(), lake.environment(), SourceAccess.system());
            Terminal terminal = Terminal.standardError();
            if (dryRun) {
                return end(IngestReport.of(pipeline.dryRun()), "would write", System.out);
            }
            return end(run(pipeline, lake, types, terminal), "wrote", System.err);
        }
    }

    /** A bounded run of which every event is refused has read what is not meant for it. */
    private int end(IngestReport report, String verb, PrintStream out) {
        report.print(verb, out);
        return (report.isAllRefused() && !follow ? ExitCode.BAD_DATA : ExitCode.DONE).number();
    }

    @SuppressWarnings("try") // The stop is for its hook.
    private IngestReport run(Pipeline pipeline, OpenLake lake, List<TwinDefinition> types, Terminal terminal)
            throws InterruptedException {
        IngestProgress progress = new IngestProgress(terminal);
        try (progress;
                GracefulStop stop = GracefulStop.of(pipeline::stop)) {
            if (compact) {
                try (LakeCompaction compaction = LakeCompaction.of(lake, types, terminal::line)) {
                    pipeline.run(progress.then(compaction));
                }
            } else {
                pipeline.run(progress);
            }
            return progress.report();
        } catch (StorageException e) {
            progress.report().print("before it stopped, wrote", System.err);
            System.err.println("what was written is committed, and nothing is half; the next start goes on from there");
            throw e;
        }
    }

    private PipelineSpec spec(List<TwinDefinition> types) {
        threads.ifPresent(number -> WholeNumbers.requireAtLeast(1, "--threads", number));
        epochEvents.ifPresent(events -> WholeNumbers.requireAtLeast(1, "--epoch-events", events));
        if (epoch.isZero()) {
            throw new UsageException(
                    "--epoch 0: rows can't be committed without a pause; give for example 200ms or 1s");
        }
        try {
            PipelineOptions options = PipelineOptions.defaults()
                    .withEpoch(epoch)
                    .withFollow(follow)
                    .withClose(close)
                    .withTakeOver(takeOver)
                    .withSharesTable(sharesTable);
            options = epochEvents.map(options::withEpochEvents).orElse(options);
            options = threads.map(options::withThreads).orElse(options);
            List<EventSource> from = sources.stream().map(EventSource::parse).toList();
            return new PipelineSpec(name.orElseGet(() -> PipelineSpec.defaultName(types)), types, from, options);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
