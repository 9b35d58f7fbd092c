package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.Range;
import io.twinlake.ingest.Epoch.Round;
import io.twinlake.ingest.PipelineState.PartitionState;
import io.twinlake.twin.OnError;
import io.twinlake.twin.StateChanges;
import io.twinlake.twin.TwinModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Definitions at work on source partitions: takes records in their order, judges them, has them applied, and gives what
 * came of it. It knows no epochs: whoever drives it says where one ends. Driven by one thread.
 */
final class Engine implements AutoCloseable {

    private static final int RECORDS_A_RUN = 2_048;

    private final CompiledDefinitions compiled;
    private final SourceMerge merge = new SourceMerge();
    private final Sources sources;
    private final PipelineState from;
    private final boolean followed;
    private final boolean reading;
    private final Decoding decoding;
    private final Silence silence;
    private final Watermarks watermarks;
    private final Admission admission;
    private final PartitionedExecutor lanes;
    private final ExecutorService decoders;
    private final List<Segment> pending = new ArrayList<>();
    private final List<EventBatch> consumed = new ArrayList<>();
    private int pendingRecords;

    /** What an engine is made of. */
    record Parts(
            CompiledDefinitions compiled,
            List<SourcePartition> partitions,
            Input input,
            int threads,
            Workers workers) {}

    /** How the clock of rounds counts. */
    enum Input {
        /** Not at all: the input alone says what the rows are. */
        BOUNDED,
        FOLLOWED,
        /** Followed by an older release, for which silence moved nothing. */
        FOLLOWED_STANDING;

        /** How it counted in a recorded epoch. */
        static Input of(Epoch epoch) {
            if (!epoch.followed()) {
                return BOUNDED;
            }
            return epoch.rules() < Epoch.RULES ? FOLLOWED_STANDING : FOLLOWED;
        }
    }

    /** @param reading how the partitions are read: for a replay a followed partition is bounded too */
    Engine(Parts parts, PipelineState from, Sources sources, boolean reading) {
        this.compiled = parts.compiled();
        this.sources = sources;
        this.from = from;
        this.followed = parts.input() != Input.BOUNDED;
        this.reading = reading;
        this.decoders = parts.workers().start("twinlake-decode", parts.threads());
        this.decoding = new Decoding(compiled, decoders);
        this.silence = new Silence(
                parts.input() == Input.FOLLOWED, compiled, from.watermarks().counted());
        this.watermarks = new Watermarks(compiled, followed, silence, from.watermarks());
        this.admission = new Admission(compiled, watermarks, followed);
        join(parts.partitions());
        Shard[][] shards = new Shard[compiled.size()][];
        for (int i = 0; i < shards.length; i++) {
            TwinModel model = compiled.models().get(i);
            shards[i] = Shard.of(from, model, i);
        }
        this.lanes = new PartitionedExecutor(parts.threads(), shards, decoding, parts.workers());
    }

    CompiledDefinitions compiled() {
        return compiled;
    }

    List<Feed> feeds() {
        return merge.feeds();
    }

    /** Reads these partitions as well; only between rounds. */
    void join(List<SourcePartition> partitions) {
        for (SourcePartition partition : partitions) {
            PartitionState at = from.partition(partition.name());
            StreamPlan plan = compiled.plan(partition.stream());
            PartitionReader reader = sources.open(partition, plan, at, reading);
            int index = watermarks.join(partition);
            merge.add(new Feed(index, partition, reader, decoding, new Feed.Start(at, reading)));
        }
    }

    /** The partitions that are read, in order of name. */
    List<SourcePartition> partitions() {
        return merge.feeds().stream().map(Feed::partition).toList();
    }

    /** What was consumed of which files, by partition. */
    Map<SourcePartition, List<ReadFile>> readFiles() {
        Map<SourcePartition, List<ReadFile>> read = new TreeMap<>();
        merge.feeds().forEach(feed -> read.put(feed.partition(), feed.state().files()));
        return read;
    }

    List<String> partitionNames() {
        return partitions().stream().map(SourcePartition::name).toList();
    }

    /** A round begins at that clock, microseconds from 1970 UTC. */
    void beginRound(long clock) {
        admission.setClock(clock);
        watermarks.beginRound(clock);
    }

    /**
     * The event at which to stop, however it came to be known.
     *
     * @throws PipelineStoppedException if this engine begins behind it: then the event was held, and nothing can stop
     *     before it any more
     */
    void stopAt(DeadLetter letter) {
        Offset begin = from.partition(letter.sourcePartition().orElse("")).offset();
        if (letter.sourceOffset().orElse(0) < begin.record()) {
            throw PipelineStoppedException.atHeld(letter);
        }
        admission.stopAt(letter);
    }

    /** Takes the records that come next, at most {@code max}; how many, or -1 where there are none (now). */
    int takeNext(int max, long waitMillis) {
        Optional<SourceMerge.Turn> next = merge.next(waitMillis);
        if (next.isEmpty()) {
            return -1;
        }
        Feed feed = next.get().feed();
        int first = feed.next();
        SourceMerge.Turn turn =
                new SourceMerge.Turn(feed, (int) Math.min(next.get().until(), (long) first + max));
        int until = admission.admit(turn);
        if (until > first) {
            EventBatch batch = feed.current();
            pending.add(feed.take(until));
            pendingRecords += until - first;
            if (until == batch.records()) {
                consumed.add(batch);
            }
        }
        if (pendingRecords >= RECORDS_A_RUN) {
            flush();
        }
        return until - first;
    }

    /** Whether the last record was not taken because it has not come yet, not because there is none. */
    boolean isWaiting() {
        return merge.isWaiting();
    }

    /** The event at which a definition says to stop; nothing behind it was taken. */
    Optional<DeadLetter> stopped() {
        return admission.stopped();
    }

    /** Partitions of which it is not known yet whether they are silent: what was there when they began is not read yet. */
    List<String> unheard() {
        return merge.feeds().stream()
                .filter(Feed::isUnheard)
                .map(feed -> feed.partition().name())
                .toList();
    }

    /**
     * What partitions moved since {@code before}, as a round.
     *
     * @param heard partitions that count as heard, though nothing may have come
     */
    Round round(long clock, Map<String, Offset> before, List<String> heard) {
        Map<String, Range> moved = new TreeMap<>();
        for (Feed feed : merge.feeds()) {
            Offset from = before.getOrDefault(feed.partition().name(), Offset.START);
            if (feed.offset().record() > from.record()) {
                moved.put(feed.partition().name(), new Range(from, feed.offset(), feed.takePieces()));
                watermarks.heard(feed.index(), clock);
            } else if (heard.contains(feed.partition().name())) {
                watermarks.heard(feed.index(), clock);
            }
            feed.endRound();
        }
        return new Round(clock, moved, List.of(), heard);
    }

    Map<String, Offset> offsets() {
        Map<String, Offset> offsets = new TreeMap<>();
        merge.feeds().forEach(feed -> offsets.put(feed.partition().name(), feed.offset()));
        return offsets;
    }

    /** Ends a round: watermarks move, what is due by them is done; true if anything is to be written. */
    boolean endRound(long clock) {
        watermarks.endRound(clock);
        flush();
        lanes.forAll((shard, changes) -> {
            long watermark = watermarks.current(shard.definition());
            if (watermark != Watermark.NONE.micros()) {
                shard.advance(watermark, changes);
            }
        });
        return hasChanges();
    }

    /** Whether a watermark moved when the last round ended. */
    boolean hasMoved() {
        return watermarks.hasMoved();
    }

    /** Whether all partitions were idle when the last round ended. */
    boolean isSilent() {
        return silence.isEverywhere();
    }

    /** Nothing will come any more: all that is pending is done. */
    void closeTwins() {
        lanes.forAll((shard, changes) -> shard.close(watermarks.current(shard.definition()), changes));
    }

    /** What came of the events since the last call; only between rounds. */
    Outcome takeOutcome() {
        List<DeadLetter> letters = new ArrayList<>(admission.takeDead());
        long dropped = admission.takeDropped();
        DeadLetter stop = null;
        for (Shard[] shards : lanes.shards()) {
            for (Shard shard : shards) {
                List<DeadLetter> failed = shard.takeDead();
                OnError.Action action =
                        compiled.definition(shard.definition()).onError().expression();
                for (DeadLetter letter : failed) {
                    boolean stops = action == OnError.Action.STOP
                            && letter.sourcePartition().isPresent();
                    stop = stops ? earlier(stop, letter) : stop;
                }
                if (action == OnError.Action.DROP) {
                    dropped += failed.size();
                } else {
                    letters.addAll(failed);
                }
            }
        }
        return new Outcome(lanes.takeChanges(), letters, admission.takeEvents(), dropped, Optional.ofNullable(stop));
    }

    /**
     * What came of some events.
     *
     * @param changes by definition, in parts that hold different keys
     * @param eventsByDefinition those that a definition took
     * @param stop an event that failed and at which a definition says to stop: all of this must be done again up to it
     */
    record Outcome(
            List<List<StateChanges>> changes,
            List<DeadLetter> letters,
            List<Long> eventsByDefinition,
            long dropped,
            Optional<DeadLetter> stop) {

        long events() {
            return eventsByDefinition.stream().mapToLong(Long::longValue).sum();
        }

        /** How many rows each table gets, dead letters too; tables without any are left out. */
        Map<String, Long> rowsByTable(CompiledDefinitions compiled) {
            Map<String, Long> rows = new TreeMap<>();
            for (int i = 0; i < compiled.size(); i++) {
                long count = changes.get(i).stream()
                        .mapToLong(part -> part.rows().rows())
                        .sum();
                if (count > 0) {
                    rows.put(compiled.nameOf(i), count);
                }
            }
            if (!letters.isEmpty()) {
                rows.put(DeadLetterTable.NAME, (long) letters.size());
            }
            return rows;
        }
    }

    Map<String, Long> watermarkByTable() {
        Map<String, Long> byTable = new TreeMap<>();
        for (int i = 0; i < compiled.size(); i++) {
            if (watermarks.current(i) != Watermark.NONE.micros()) {
                byTable.put(compiled.nameOf(i), watermarks.current(i));
            }
        }
        return byTable;
    }

    /** All that is known now, as of {@code epoch}; only between rounds, and with no outcome waiting. */
    PipelineState state(long epoch, Epoch.Totals totals, PipelineState before) {
        Map<String, PartitionState> partitions = new TreeMap<>(before.partitions());
        merge.feeds().forEach(feed -> partitions.put(feed.partition().name(), feed.state()));
        PipelineState.ShardState[][] images = new PipelineState.ShardState[compiled.size()][Shard.COUNT];
        lanes.forAll((shard, none) -> images[shard.definition()][shard.index()] = shard.state());
        Map<String, List<PipelineState.ShardState>> twins = new TreeMap<>();
        for (int i = 0; i < images.length; i++) {
            twins.put(compiled.nameOf(i), List.of(images[i]));
        }
        return new PipelineState(epoch, partitions, watermarks.image(), totals, before.lastRows(), twins);
    }

    @Override
    public void close() {
        merge.feeds().forEach(Feed::close);
        lanes.close();
        decoders.shutdown();
    }

    private boolean hasChanges() {
        return admission.hasDead()
                || lanes.hasRows()
                || Arrays.stream(lanes.shards()).flatMap(Arrays::stream).anyMatch(Shard::hasDead);
    }

    private void flush() {
        if (!pending.isEmpty()) {
            lanes.submit(List.copyOf(pending), List.copyOf(consumed));
            pending.clear();
            consumed.clear();
            pendingRecords = 0;
        }
    }

    private static DeadLetter earlier(@Nullable DeadLetter one, DeadLetter other) {
        boolean first = one == null
                || (one.sourcePartition().equals(other.sourcePartition())
                        && other.sourceOffset().orElse(0) < one.sourceOffset().orElse(0));
        return first || one == null ? other : one;
    }
}
