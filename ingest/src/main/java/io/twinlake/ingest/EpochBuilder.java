package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.DefinitionReference;
import io.twinlake.ingest.Epoch.Round;
import io.twinlake.ingest.Epoch.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The epoch that is being made: what was consumed for it so far. */
final class EpochBuilder {

    private final Engine engine;
    private final String writer;
    private final List<DefinitionReference> definitions;
    private final Map<String, Long> lastRows;
    private final List<Round> rounds = new ArrayList<>();
    private long number;
    private boolean endsSilent;
    private Totals totals;

    /** Whether sources were followed, and whether all that was pending was done at its end. */
    record Kind(boolean followed, boolean closed, boolean sharesTable) {}

    /** @param last the epoch before */
    EpochBuilder(Engine engine, String writer, List<DefinitionReference> definitions, PipelineState last) {
        this.engine = engine;
        this.writer = writer;
        this.definitions = definitions;
        this.number = last.epoch() + 1;
        this.totals = last.totals();
        this.lastRows = new TreeMap<>(last.lastRows());
    }

    long number() {
        return number;
    }

    Totals totals() {
        return totals;
    }

    /** By table the last epoch so far that had rows for it. */
    Map<String, Long> lastRows() {
        return Map.copyOf(lastRows);
    }

    /** Whether nothing was added to it yet. */
    boolean isEmpty() {
        return rounds.isEmpty();
    }

    /** Whether what was added to it leaves everything as it was: no event came, and nobody waits for one. */
    boolean hasMovedNothing() {
        return rounds.stream()
                .allMatch(
                        round -> round.partitions().isEmpty() && round.sources().isEmpty());
    }

    /**
     * Adds what was consumed; bounded epochs have one round, which goes on, and of rounds in which all was silent the last
     * says what those before it say.
     */
    void add(Round round, boolean followed) {
        if (!followed && !rounds.isEmpty()) {
            Round first = rounds.remove(0);
            Map<String, Epoch.Range> joined = new TreeMap<>(first.partitions());
            round.partitions().forEach((name, range) -> joined.merge(name, range, Epoch.Range::with));
            rounds.add(new Round(first.clockMicros(), joined, List.of(), List.of()));
            return;
        }
        boolean silent = round.isBare() && engine.isSilent();
        if (silent && endsSilent) {
            rounds.remove(rounds.size() - 1);
        }
        endsSilent = silent;
        rounds.add(round);
    }

    /** Ends the epoch with what came of it; the next one begins. */
    ClosedEpoch close(Engine.Outcome outcome, long clockMicros, Kind kind) {
        Map<String, Long> rows = outcome.rowsByTable(engine.compiled());
        long letters = outcome.letters().size();
        long written = rows.values().stream().mapToLong(Long::longValue).sum() - letters;
        totals = totals.plus(new Totals(outcome.events(), written, letters, outcome.dropped()));
        Epoch epoch = new Epoch(
                number,
                writer,
                clockMicros,
                kind.followed(),
                kind.closed(),
                kind.sharesTable(),
                Epoch.RULES,
                definitions,
                rounds,
                rows,
                engine.watermarkByTable(),
                totals);
        rows.keySet().forEach(table -> lastRows.put(table, epoch.number()));
        rounds.clear();
        endsSilent = false;
        number++;
        return new ClosedEpoch(epoch, engine.compiled(), outcome.changes(), outcome.letters(), Optional.empty());
    }
}
