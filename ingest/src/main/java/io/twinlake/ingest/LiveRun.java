package io.twinlake.ingest;

import io.twinlake.ingest.EpochBuilder.Kind;
import io.twinlake.storage.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes epochs of what sources have, from a known state on, until they end, or somebody says stop. */
final class LiveRun {

    private static final long WAIT_MILLIS = 20;
    private static final Duration SHORTEST_POLL = Duration.ofMillis(5);

    private final Environment environment;
    private final PipelineOptions options;
    private final Engine engine;
    private final EpochBuilder epoch;
    private final EpochSink sink;
    private final PartitionSearch search;
    private final BooleanSupplier isStopping;
    private final StopRatio stopRatio;
    private final boolean sharesTable;
    private PipelineState kept;
    private Instant keptAt;

    /** Where a live run begins and what it reports to. */
    record Start(Engine engine, EpochBuilder epoch, PipelineState state, boolean sharesTable, EpochSink sink) {}

    /**
     * @param search finds the partitions that come while sources are followed
     * @param isStopping whether somebody has said stop
     */
    LiveRun(
            Environment environment,
            PipelineOptions options,
            Start start,
            PartitionSearch search,
            BooleanSupplier isStopping) {
        this.environment = environment;
        this.options = options;
        this.engine = start.engine();
        this.epoch = start.epoch();
        this.sink = start.sink();
        this.search = search;
        this.isStopping = isStopping;
        this.kept = start.state();
        this.sharesTable = start.sharesTable();
        this.keptAt = environment.clock().instant();
        this.stopRatio = new StopRatio(engine.compiled());
    }

    /** @throws PipelineStoppedException if a definition says to stop; all before that is committed */
    void run() {
        if (options.follow()) {
            runFollowed();
        } else {
            runBounded();
        }
        keepState();
        sink.drain();
        engine.stopped().ifPresent(letter -> {
            throw PipelineStoppedException.before(letter);
        });
    }

    private void runBounded() {
        boolean more = true;
        while (more) {
            Instant opened = environment.clock().instant();
            Instant closes = opened.plus(options.epoch());
            long clock = Clocks.micros(opened);
            engine.beginRound(clock);
            Map<String, Offset> before = engine.offsets();
            long taken = 0;
            int last = 0;
            boolean open = true;
            while (open) {
                last = engine.takeNext((int) Math.min(Integer.MAX_VALUE, options.epochEvents() - taken), WAIT_MILLIS);
                taken += Math.max(0, last);
                open = (last >= 0 || engine.isWaiting())
                        && engine.stopped().isEmpty()
                        && !isStopping.getAsBoolean()
                        && taken < options.epochEvents()
                        && environment.clock().instant().isBefore(closes);
            }
            boolean ended = last < 0 && !engine.isWaiting();
            more = !ended && engine.stopped().isEmpty() && !isStopping.getAsBoolean();
            epoch.add(engine.round(clock, before, List.of()), false);
            closeEpoch(engine.endRound(clock), clock, ended && options.close());
        }
    }

    private void runFollowed() {
        boolean joined = true;
        while (engine.stopped().isEmpty() && !isStopping.getAsBoolean()) {
            Instant opened = environment.clock().instant();
            long clock = Clocks.micros(opened);
            engine.beginRound(clock);
            Map<String, Offset> before = engine.offsets();
            gather(opened.plus(options.epoch()));
            List<String> heard = engine.unheard();
            int taken = 0;
            while (taken >= 0 && engine.stopped().isEmpty()) {
                taken = engine.takeNext(Integer.MAX_VALUE, WAIT_MILLIS);
            }
            Epoch.Round round = engine.round(clock, before, heard);
            boolean changed = engine.endRound(clock);
            if (joined || !round.isBare() || engine.hasMoved()) {
                epoch.add(joined || epoch.isEmpty() ? round.withSources(engine.partitionNames()) : round, true);
            }
            closeEpoch(changed, clock, false);
            joined = joinArrived();
        }
    }

    /** Partitions that have come are followed too; whether there are any. */
    private boolean joinArrived() {
        List<SourcePartition> arrived = search.arrivedBeside(engine.partitions(), engine::readFiles);
        engine.join(arrived);
        return !arrived.isEmpty();
    }

    /** Waits until the round's time is over or enough has come, and lets that pass and no more. */
    private void gather(Instant until) {
        Duration poll = options.epoch().dividedBy(20);
        Duration pause = poll.compareTo(SHORTEST_POLL) < 0 ? SHORTEST_POLL : poll;
        while (true) {
            long gathered = engine.feeds().stream().mapToLong(Feed::gather).sum();
            boolean enough = gathered >= options.epochEvents() || isStopping.getAsBoolean();
            if (enough || !environment.clock().instant().isBefore(until)) {
                break;
            }
            environment.pause().sleep(pause);
        }
        engine.feeds().forEach(Feed::limitToGathered);
    }

    /** Closes the epoch if it has anything to write; else it goes on, and the process gives a sign of life. */
    private void closeEpoch(boolean changed, long clock, boolean closing) {
        boolean closes = changed || closing;
        boolean isDue = Duration.between(keptAt, environment.clock().instant()).compareTo(options.stateInterval()) >= 0;
        if (closing) {
            engine.closeTwins();
        }
        if (closes) {
            close(clock, closing, isDue);
            return;
        }
        sink.beat();
        if (isDue) {
            keepState();
        }
    }

    private void close(long clock, boolean closing, boolean keeps) {
        Engine.Outcome outcome = engine.takeOutcome();
        outcome.stop().ifPresent(letter -> {
            throw new StopAtEvent(letter);
        });
        ClosedEpoch closed = epoch.close(outcome, clock, new Kind(options.follow(), closing, sharesTable));
        Optional<String> tooMany = stopRatio.exceeded(closed.deadLetters(), outcome.eventsByDefinition(), clock);
        if (keeps) {
            closed = closed.withState(state());
        }
        sink.accept(closed);
        tooMany.ifPresent(why -> {
            sink.drain();
            throw new PipelineStoppedException(why);
        });
    }

    /**
     * Keeps the state. What was consumed since the last epoch, though no row came of it, becomes one of its own: so that
     * records alone lead from any state to what came later, and an older state will do where this one is lost.
     */
    private void keepState() {
        if (epoch.hasMovedNothing()) {
            sink.keep(state());
        } else {
            close(Clocks.micros(environment.clock().instant()), false, true);
        }
    }

    private PipelineState state() {
        kept = engine.state(epoch.number() - 1, epoch.totals(), kept).withLastRows(epoch.lastRows());
        keptAt = environment.clock().instant();
        return kept;
    }

    /** An event that failed when it was applied, at which a definition says to stop: what was made must be made again. */
    static final class StopAtEvent extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient DeadLetter letter;

        StopAtEvent(DeadLetter letter) {
            super(letter.detail());
            this.letter = letter;
        }

        DeadLetter letter() {
            return letter;
        }
    }
}
