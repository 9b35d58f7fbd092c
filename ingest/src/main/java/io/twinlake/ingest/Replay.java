package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.Range;
import io.twinlake.ingest.Epoch.Round;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes recorded epochs again, with the definitions that they name, and gives them to tables that lack them: how a
 * pipeline comes from its newest state checkpoint to where it was.
 */
final class Replay {

    private static final long WAIT_MILLIS = 1_000;
    private static final String RECORDED_BEFORE =
            ". If they have not changed: an older release of Twinlake recorded it, for which lives without rows and streams"
                    + " of different lateness had other rows; let that release run once more until it has stopped, then"
                    + " this one";

    private final PipelineStore store;
    private final EpochSink sink;
    private final PipelineSpec spec;
    private final SourceAccess access;
    private final Workers workers;

    Replay(PipelineSpec spec, PipelineStore store, SourceAccess access, EpochSink sink, Workers workers) {
        this.workers = workers;
        this.spec = spec;
        this.store = store;
        this.access = access;
        this.sink = sink;
    }

    /** The state after the last recorded epoch, all tables having all of them. */
    PipelineState run(Recovery.Begin begin) {
        PipelineState state = begin.state();
        List<Epoch> epochs = begin.epochs();
        for (int from = 0; from < epochs.size(); ) {
            int to = from + 1;
            while (to < epochs.size() && areAlike(epochs.get(from), epochs.get(to))) {
                to++;
            }
            state = replay(epochs.subList(from, to), state);
            from = to;
        }
        return state;
    }

    /** Whether one engine may make both: with a partition less than before, another one begins. */
    private static boolean areAlike(Epoch one, Epoch other) {
        return one.definitions().equals(other.definitions())
                && Engine.Input.of(one) == Engine.Input.of(other)
                && RecordedSources.namesPieces(one) == RecordedSources.namesPieces(other)
                && partitions(List.of(other)).containsAll(lastSources(one));
    }

    private static List<SourcePartition> lastSources(Epoch epoch) {
        List<String> last = List.of();
        for (Round round : epoch.rounds()) {
            last = round.sources().isEmpty() ? last : round.sources();
        }
        return last.stream().map(SourcePartition::named).toList();
    }

    private PipelineState replay(List<Epoch> epochs, PipelineState from) {
        CompiledDefinitions compiled = new CompiledDefinitions(
                epochs.get(0).definitions().stream().map(store::definition).toList(), access.variables());
        List<SourcePartition> partitions = partitions(epochs);
        checkCanBeReadAgain(epochs);
        Engine.Parts parts = new Engine.Parts(
                compiled,
                partitions,
                Engine.Input.of(epochs.get(0)),
                spec.options().threads(),
                workers);
        Sources sources = new RecordedSources(access, epochs).sources();
        try (Engine engine = new Engine(parts, from, sources, false)) {
            for (Epoch epoch : epochs) {
                replay(epoch, engine);
            }
            Epoch last = epochs.get(epochs.size() - 1);
            return engine.state(last.number(), last.totals(), from).withLastRows(lastRows(from, epochs));
        }
    }

    private static Map<String, Long> lastRows(PipelineState from, List<Epoch> epochs) {
        Map<String, Long> last = new TreeMap<>(from.lastRows());
        epochs.forEach(epoch -> epoch.rows().keySet().forEach(table -> last.put(table, epoch.number())));
        return last;
    }

    private void replay(Epoch epoch, Engine engine) {
        for (Round round : epoch.rounds()) {
            List<SourcePartition> known = engine.partitions();
            engine.join(round.sources().stream()
                    .map(SourcePartition::named)
                    .filter(partition -> !known.contains(partition))
                    .toList());
            engine.beginRound(round.clockMicros());
            Map<String, Offset> before = engine.offsets();
            for (Feed feed : engine.feeds()) {
                Range range = round.partitions().get(feed.partition().name());
                feed.limitTo(range == null ? 0 : range.to().record());
            }
            int taken = 0;
            while (taken >= 0 || engine.isWaiting()) {
                taken = engine.takeNext(Integer.MAX_VALUE, WAIT_MILLIS);
            }
            checkComplete(epoch, round, engine);
            engine.round(round.clockMicros(), before, round.heard());
            engine.endRound(round.clockMicros());
        }
        if (epoch.closed()) {
            engine.closeTwins();
        }
        Engine.Outcome outcome = engine.takeOutcome();
        Map<String, Long> rows = outcome.rowsByTable(engine.compiled());
        if (!rows.equals(epoch.rows())) {
            throw new SourceException("epoch " + epoch.number() + " of pipeline " + spec.name() + " gave rows "
                    + new HashMap<>(epoch.rows()) + " and gives " + rows
                    + " now: its sources have changed. Put back what they were, or read the sources again from their"
                    + " beginning into another lake"
                    + (epoch.rules() < Epoch.RULES ? RECORDED_BEFORE : ""));
        }
        sink.acceptReplayed(new ClosedEpoch(
                epoch, engine.compiled(), outcome.changes(), outcome.letters(), java.util.Optional.empty()));
    }

    /** @throws SourceException if what is to be made again came from standard input */
    private void checkCanBeReadAgain(List<Epoch> epochs) {
        for (Epoch epoch : epochs) {
            for (Round round : epoch.rounds()) {
                for (String name : round.partitions().keySet()) {
                    if (!SourcePartition.named(name).source().kind().canBeReadAgain()) {
                        throw new SourceException("pipeline " + spec.name() + " can't go on: epoch " + epoch.number()
                                + " was recorded and is behind its newest state checkpoint, and standard input, from"
                                + " which it came, can't be read again. Begin again in another lake; write to a"
                                + " file or folder what must survive a crash, and name that as source");
                    }
                }
            }
        }
    }

    private void checkComplete(Epoch epoch, Round round, Engine engine) {
        for (Feed feed : engine.feeds()) {
            Range range = round.partitions().get(feed.partition().name());
            if (range != null && feed.offset().record() < range.to().record()) {
                throw new SourceException("epoch " + epoch.number() + " of pipeline " + spec.name()
                        + " was recorded with records up to " + range.to().record() + " of " + feed.partition()
                        + ", which ends at " + feed.offset().record() + " now."
                        + " Put the source back, or read the sources again from their beginning into another lake");
            }
        }
    }

    /** The partitions with which an engine begins: those of the first round, or all that moved in bounded epochs. */
    private static List<SourcePartition> partitions(List<Epoch> epochs) {
        Epoch first = epochs.get(0);
        Set<String> names = new TreeSet<>();
        if (first.followed()) {
            names.addAll(first.rounds().get(0).sources());
        } else {
            epochs.forEach(epoch -> epoch.rounds()
                    .forEach(round -> names.addAll(round.partitions().keySet())));
        }
        return names.stream().map(SourcePartition::named).toList();
    }
}
