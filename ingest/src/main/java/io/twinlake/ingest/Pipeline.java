package io.twinlake.ingest;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.WriteProbe;
import io.twinlake.twin.TwinDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Twins fed from sources into the tables of a lake, each event exactly once, whatever happens in between. What it does
 * next is decided by what the lake has of it: after a crash it goes on by itself.
 *
 * <pre>{@code
 * var spec = PipelineSpec.of(definitions, List.of(EventSource.parse("events/")), PipelineOptions.defaults());
 * var pipeline = new Pipeline(spec, lake, Environment.system(storage), SourceAccess.system());
 * PipelineProgress done = pipeline.run(PipelineListener.NONE);
 * }</pre>
 */
public final class Pipeline {

    private final PipelineSpec spec;
    private final Location lake;
    private final Environment environment;
    private final SourceAccess access;
    private final Workers workers;
    private final PipelineFolder folder;
    private volatile boolean stopping;

    public Pipeline(PipelineSpec spec, Location lake, Environment environment, SourceAccess access) {
        this(spec, lake, environment, access, Workers.THREADS);
    }

    /** A pipeline whose work is done by {@code workers}. */
    public Pipeline(PipelineSpec spec, Location lake, Environment environment, SourceAccess access, Workers workers) {
        this.spec = spec;
        this.lake = lake;
        this.environment = environment;
        this.access = access;
        this.workers = workers;
        this.folder = PipelineFolder.of(lake, spec.name());
    }

    /**
     * Runs to the end of bounded sources, or follows them until {@link #stop}.
     *
     * @return where the pipeline is then
     * @throws PipelineConflictException if another process runs this pipeline
     * @throws PipelineStoppedException if a definition says to stop at what has come
     * @throws SourceException if a source can't be read
     * @throws CorruptPipelineException if what the lake keeps of the pipeline does not lead on from what its tables have
     * @throws IllegalArgumentException if another pipeline writes one of its tables, and it was not told to share them
     */
    public PipelineProgress run(PipelineListener listener) {
        CompiledDefinitions compiled = new CompiledDefinitions(spec.definitions(), access.variables());
        new PartitionSearch(spec, compiled, sources(listener)).all(PipelineState.EMPTY);
        Ownership ownership = Ownership.claim(environment, folder, spec.options());
        try {
            new WriteProbe(environment).prove(lake);
            new SourceAdvice(spec, compiled).notices().forEach(listener::notice);
            PipelineProgress done = runOwned(ownership, compiled, listener);
            ownership.close();
            return done;
        } catch (RuntimeException e) {
            ownership.closeAfter(e);
            throw e;
        }
    }

    /**
     * Makes epochs without writing anything and tells what would be written, from the sources' beginning.
     *
     * @throws PipelineStoppedException if a definition says to stop at what has come
     */
    public PipelineProgress dryRun() {
        return pastFailures(this::dryRun);
    }

    private PipelineProgress dryRun(Optional<DeadLetter> stopAt) {
        CompiledDefinitions compiled = new CompiledDefinitions(spec.definitions(), access.variables());
        Sources sources = sources(PipelineListener.NONE);
        PartitionSearch search = new PartitionSearch(spec, compiled, sources);
        try (CountingSink sink = new CountingSink()) {
            Engine.Parts parts = new Engine.Parts(
                    compiled,
                    search.allThere(PipelineState.EMPTY),
                    Engine.Input.BOUNDED,
                    spec.options().threads(),
                    workers);
            try (Engine engine = new Engine(parts, PipelineState.EMPTY, sources, false)) {
                stopAt.ifPresent(engine::stopAt);
                EpochBuilder epoch = new EpochBuilder(engine, "dry run", List.of(), PipelineState.EMPTY);
                PipelineOptions options = spec.options().withFollow(false);
                LiveRun.Start start = new LiveRun.Start(engine, epoch, PipelineState.EMPTY, false, sink);
                new LiveRun(environment, options, start, search, () -> stopping).run();
            }
            return sink.total();
        }
    }

    /** Asks a run to end: what is whole is committed, then it returns. May be called from any thread. */
    public void stop() {
        stopping = true;
    }

    private Sources sources(PipelineListener listener) {
        return new Sources(access, environment.clock(), listener::notice);
    }

    private PipelineProgress runOwned(Ownership ownership, CompiledDefinitions compiled, PipelineListener listener) {
        LastProgress progress = new LastProgress(listener);
        return pastFailures(stopAt -> {
            runOnce(ownership, compiled, stopAt, progress);
            return progress.last();
        });
    }

    /** Does it again where an event turns out to be one to stop at after others behind it were applied. */
    private PipelineProgress pastFailures(Function<Optional<DeadLetter>, PipelineProgress> attempt) {
        Optional<DeadLetter> stopAt = Optional.empty();
        while (true) {
            try {
                return attempt.apply(stopAt);
            } catch (LiveRun.StopAtEvent stop) {
                checkCanBeRepeated(stop);
                stopAt = Optional.of(stop.letter());
            }
        }
    }

    /** It can't where what came before could not be committed, or is gone. */
    private void checkCanBeRepeated(LiveRun.StopAtEvent stop) {
        if (stop.getSuppressed().length > 0) {
            throw Waiting.unwrapped(stop.getSuppressed()[0]);
        }
        if (!spec.sources().stream().map(EventSource::kind).allMatch(SourceKind::canBeReadAgain)) {
            throw PipelineStoppedException.beyondRepeating(stop.letter());
        }
    }

    private void runOnce(
            Ownership ownership, CompiledDefinitions compiled, Optional<DeadLetter> stopAt, PipelineListener listener) {
        PipelineStore store = new PipelineStore(environment, lake, folder, ownership);
        try (StorageSink sink = new StorageSink(store, listener, workers)) {
            Recovery.Begin begin = new Recovery(store, tables(compiled), listener::notice).begin();
            boolean sharesTable = begin.sharesTable() || spec.options().sharesTable();
            lookWhoElseWrites(store, begin, compiled, sharesTable).forEach(listener::notice);
            PipelineState state = new Replay(spec, store, access, sink, workers).run(begin);
            listener.committed(PipelineProgress.of(state));
            Sources sources = sources(listener);
            PartitionSearch search = new PartitionSearch(spec, compiled, sources);
            Engine.Parts parts = new Engine.Parts(
                    compiled,
                    spec.options().follow() ? search.all(state) : search.allThere(state),
                    spec.options().follow() ? Engine.Input.FOLLOWED : Engine.Input.BOUNDED,
                    spec.options().threads(),
                    workers);
            try (Engine engine =
                    new Engine(parts, state, sources, spec.options().follow())) {
                stopAt.ifPresent(engine::stopAt);
                List<Epoch.DefinitionReference> references = store.keepDefinitions(compiled);
                for (int i = 0; i < compiled.size(); i++) {
                    TwinDefinition definition = compiled.definition(i);
                    store.table(compiled, i)
                            .prepare()
                            .flatMap(before -> SameVersion.notice(before, definition))
                            .ifPresent(listener::notice);
                }
                keepBegin(state, sink);
                EpochBuilder epoch = new EpochBuilder(engine, store.writer(), references, state);
                LiveRun.Start start = new LiveRun.Start(engine, epoch, state, sharesTable, sink);
                new LiveRun(environment, spec.options(), start, search, () -> stopping).run();
            } finally {
                sources.sayNotices();
            }
        }
    }

    /**
     * A pipeline that begins to write what another writes must be told so. One that has written it goes on, with a warning.
     *
     * @return the warnings
     */
    private static List<String> lookWhoElseWrites(
            PipelineStore store, Recovery.Begin begin, CompiledDefinitions compiled, boolean sharesTable) {
        List<String> warnings = new ArrayList<>();
        for (String table : tables(compiled)) {
            boolean hasWritten = begin.state().lastRows().containsKey(table);
            Optional<TableShare> share = store.share(table, sharesTable || hasWritten);
            if (!sharesTable) {
                share.ifPresent(others -> warnings.add(others.warning(table)));
            }
        }
        return warnings;
    }

    private static List<String> tables(CompiledDefinitions compiled) {
        return IntStream.range(0, compiled.size()).mapToObj(compiled::nameOf).toList();
    }

    /** A state under this process's name, from which its first epoch goes on: others may change theirs meanwhile. */
    private static void keepBegin(PipelineState state, EpochSink sink) {
        if (!state.partitions().isEmpty()) {
            sink.keep(state);
        }
    }

    /** Remembers what was told last. */
    private static final class LastProgress implements PipelineListener {
        private final PipelineListener listener;
        private volatile PipelineProgress last = PipelineProgress.NONE;

        private LastProgress(PipelineListener listener) {
            this.listener = listener;
        }

        PipelineProgress last() {
            return last;
        }

        @Override
        public void committed(PipelineProgress progress) {
            last = progress;
            listener.committed(progress);
        }

        @Override
        public void notice(String text) {
            listener.notice(text);
        }
    }
}
