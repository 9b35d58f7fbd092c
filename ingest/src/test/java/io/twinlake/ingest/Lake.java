package io.twinlake.ingest;

import io.twinlake.format.DataFileReader;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Action;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import io.twinlake.twin.TwinDefinition;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lake in memory with sources beside it, and what tests do to it. */
final class Lake {

    /** Lamps that report their brightness: a row when the band changes. */
    static final String LAMPS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: city
            name: lamp
            version: 1
            source:
              stream: readings
              telemetry:
                lamp: {type: string}
                at: {type: timestamp}
                lux: {type: double, range: [0, 1000]}
                street: {type: string}
            key: {expr: lamp}
            time: {event_time: at, lateness: 10s, late: dead_letter}
            attributes:
              street: {type: string, expr: street}
            properties:
              level:
                type: string
                band: {of: lux, edges: {dark: 0, dim: 10, bright: 100}}
              readings:
                type: long
                count: {}
                emit: {with: level}
            table: {name: city.lamp_state}
            """;

    static final Location HOME = Location.parse("memory://lake");
    static final Location INPUT = Location.parse("memory://input");

    private long processes;
    private Location home = HOME;
    private String name = "lamps";
    private Storage sourceStorage;
    private InputStream standardInput = InputStream.nullInputStream();
    final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    final MemoryStorage memory = new MemoryStorage(clock);

    Lake() {
        sourceStorage = memory;
    }

    Lake with(String file, String... lines) {
        return withBytes(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Lake withBytes(String file, byte[] bytes) {
        memory.put(INPUT.resolve(file), Content.of(bytes));
        return this;
    }

    /** Gives pipelines from now on that name. */
    Lake as(String pipeline) {
        name = pipeline;
        return this;
    }

    /** Lets pipelines from now on read their sources there. */
    Lake readingFrom(Storage other) {
        sourceStorage = other;
        return this;
    }

    /** Lets pipelines from now on write there instead. */
    Lake at(Location other) {
        home = other;
        return this;
    }

    /** Adds lines to a file of the input. */
    void append(String file, String... lines) {
        Location at = INPUT.resolve(file);
        String before;
        try {
            before = new String(memory.read(at), StandardCharsets.UTF_8);
        } catch (ObjectNotFoundException begun) {
            before = "";
        }
        memory.put(at, Content.of(before + String.join("\n", lines) + "\n"));
    }

    /** Gives a file of the input another name. */
    void rename(String from, String to) {
        memory.put(INPUT.resolve(to), Content.of(memory.read(INPUT.resolve(from))));
        memory.delete(List.of(INPUT.resolve(from)));
    }

    /** A reading of a lamp, so many seconds after midnight. */
    static String reading(String lamp, int second, int lux) {
        return "{\"lamp\":\"%s\",\"at\":\"2013-01-01T00:%02d:%02dZ\",\"lux\":%d}"
                .formatted(lamp, second / 60, second % 60, lux);
    }

    /** What {@code -} gives from now on: once, to whoever reads it first. */
    Lake withStandardInput(String... lines) {
        standardInput = new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Surroundings of a process of its own. */
    Environment environment(Storage storage) {
        return SimulatedEnvironment.over(storage, clock, ++processes);
    }

    Pipeline pipeline(String yaml, PipelineOptions options, String... sources) {
        return pipeline(memory, yaml, options, sources);
    }

    Pipeline pipeline(Storage storage, String yaml, PipelineOptions options, String... sources) {
        return pipeline(environment(storage), Workers.THREADS, yaml, options, List.of(sources));
    }

    Pipeline pipeline(
            Environment environment, Workers workers, String yaml, PipelineOptions options, List<String> sources) {
        List<TwinDefinition> definitions = TwinDefinition.parse("test.yaml", yaml);
        PipelineSpec spec = new PipelineSpec(
                name, definitions, sources.stream().map(EventSource::parse).toList(), options);
        SourceAccess access = new SourceAccess(
                location -> sourceStorage,
                () -> standardInput,
                name -> Optional.ofNullable(Map.of("PEPPER", "s3cret").get(name)));
        return new Pipeline(spec, home, environment, access, workers);
    }

    /** Reads to the end of {@code memory://input}, and says where the pipeline is then. */
    PipelineProgress ingest(String yaml, PipelineOptions options) {
        return pipeline(yaml, options, INPUT.toString()).run(PipelineListener.NONE);
    }

    static PipelineOptions options() {
        return PipelineOptions.defaults().withThreads(2);
    }

    /** The rows of a table but for {@code recorded_at}, each as text, in order of key, birth and sequence. */
    List<String> rows(String table) {
        return rows(HOME.resolve(table), "recorded_at");
    }

    /** Dead letters as {@code source_offset reason detail}. */
    List<String> deadLetters() {
        return rows(DeadLetterTable.in(HOME), "recorded_at");
    }

    TransactionLog log(String table) {
        return TransactionLog.open(environment(memory), HOME.resolve(table));
    }

    private List<String> rows(Location table, String without) {
        TransactionLog log = TransactionLog.open(environment(memory), table);
        if (!log.exists()) {
            return List.of();
        }
        Snapshot snapshot = log.latest();
        List<String> rows = new ArrayList<>();
        for (Action.AddFile file : snapshot.files().toList()) {
            Location at = snapshot.locate(file.path());
            try (DataFileReader reader =
                    DataFileReader.open(memory, memory.info(at), snapshot.schema(), Predicate.TRUE)) {
                while (reader.hasNext()) {
                    RowBatch batch = reader.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(RowText.of(batch, row, without));
                    }
                }
            }
        }
        return rows.stream().sorted().toList();
    }
}
