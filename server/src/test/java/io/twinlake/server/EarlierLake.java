package io.twinlake.server;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.StartAt;
import io.twinlake.query.Subscription;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A lake that a release has left in the middle of its work, kept as a zip of all objects: a pipeline with a state
 * checkpoint and epoch records after it, its tables, a compaction, a subscriber's lease, and sources of which it has read
 * the first part. The whole sources lie beside them. {@link #main} makes one, with the release that is on the class path.
 */
final class EarlierLake {

    static final String PIPELINE = "pumps";
    static final String SUBSCRIBER = "reports";
    static final Location LAKE = Location.parse("memory://lake");
    static final List<String> SOURCES = List.of("memory://input/pumps-0.jsonl", "memory://input/pumps-1.jsonl");

    private static final Location WHOLE = Location.parse("memory://whole");
    private static final Location INPUT = Location.parse("memory://input");
    private static final int LINES_READ = 17;

    private EarlierLake() {}

    /** The argument is the zip to write. */
    public static void main(String[] arguments) throws IOException {
        MemoryStorage memory = make(ManualClock.at("2024-03-01T00:00:00Z"));
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Location folder : List.of(LAKE, INPUT, WHOLE)) {
                Iterator<ObjectInfo> objects = memory.list(folder, "");
                while (objects.hasNext()) {
                    Location at = objects.next().location();
                    zip.putNextEntry(new ZipEntry(at.toString()));
                    zip.write(memory.read(at));
                }
            }
        }
    }

    private static MemoryStorage make(ManualClock clock) {
        MemoryStorage memory = new MemoryStorage(clock);
        new PumpReadings(PIPELINE, new Random(12), false).write(memory, WHOLE);
        for (String source : SOURCES) {
            Location at = Location.parse(source);
            String text = new String(memory.read(WHOLE.resolve(at.relativeTo(INPUT))), StandardCharsets.UTF_8);
            List<String> first = text.lines().limit(LINES_READ).toList();
            memory.put(at, Content.of(String.join("\n", first) + "\n"));
        }
        Environment environment = SimulatedEnvironment.over(memory, clock, 1);
        PipelineOptions options =
                PipelineOptions.defaults().withThreads(1).withEpochEvents(4).withStateInterval(Duration.ofSeconds(1));
        pipeline(memory, environment, options).run(PipelineListener.NONE);
        TransactionLog log = TransactionLog.open(environment, LAKE.resolve(PumpReadings.TABLE));
        Subscription.from(log, StartAt.version(3)).leased(SUBSCRIBER, Duration.ofDays(90));
        CompactionPolicy.defaults()
                .full()
                .plan(log.at(new Version(4)))
                .ifPresent(plan -> new Compactor(environment).run(plan));
        return memory;
    }

    static Pipeline pipeline(Storage storage, Environment environment, PipelineOptions options) {
        return pipeline(storage, environment, options, SOURCES);
    }

    static Pipeline pipeline(Storage storage, Environment environment, PipelineOptions options, List<String> sources) {
        PipelineSpec spec = new PipelineSpec(
                PIPELINE,
                PumpReadings.DEFINITIONS,
                sources.stream().map(EventSource::parse).toList(),
                options);
        return new Pipeline(spec, LAKE, environment, SourceAccess.of(storage));
    }

    /** What a release left, on a storage of the test's own. */
    static MemoryStorage unpack(String resource, ManualClock clock) throws IOException {
        MemoryStorage memory = new MemoryStorage(clock);
        try (InputStream file = EarlierLake.class.getResourceAsStream(resource);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                memory.put(Location.parse(entry.getName()), Content.of(zip.readAllBytes()));
            }
        }
        return memory;
    }

    /** Lets the sources grow to their ends. */
    static void complete(MemoryStorage memory) {
        for (String source : SOURCES) {
            Location at = Location.parse(source);
            memory.put(at, Content.of(memory.read(WHOLE.resolve(at.relativeTo(INPUT)))));
        }
    }
}
