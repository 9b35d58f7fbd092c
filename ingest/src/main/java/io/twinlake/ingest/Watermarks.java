package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far event time is settled for each definition. In a bounded run the newest event admitted says it, and every event
 * moves it; in a followed one it stands still during a round and is then the least of what the source partitions that
 * are not idle have reached. When all are idle it goes on by the clock of the rounds. An event is late by the lateness of
 * its own stream; timers wait for the greatest lateness of the definition's streams.
 */
final class Watermarks {

    private static final long NEVER = Watermark.NONE.micros();

    private final CompiledDefinitions compiled;
    private final List<SourcePartition> partitions = new ArrayList<>();
    private final boolean followed;
    private final Silence silence;
    private final Image from;
    /** By definition: the watermark of its timers. */
    private final long[] current;
    /** By definition: the event time that lateness is counted from. */
    private final long[] newest;
    /** By definition and partition: the greatest event time. */
    private final long[][] reached;
    /** By partition: the clock of the last round in which it was heard, microseconds. */
    private long[] seen = {};

    private boolean moved;

    /** @param silence says what to do when all partitions are idle */
    Watermarks(CompiledDefinitions compiled, boolean followed, Silence silence, Image from) {
        this.compiled = compiled;
        this.followed = followed;
        this.silence = silence;
        this.from = from.since(compiled);
        this.current = new long[compiled.size()];
        this.newest = new long[compiled.size()];
        this.reached = new long[compiled.size()][0];
        for (int d = 0; d < current.length; d++) {
            current[d] = this.from.current().getOrDefault(compiled.nameOf(d), NEVER);
            newest[d] = this.from.newest().getOrDefault(compiled.nameOf(d), NEVER);
        }
    }

    /**
     * What a state checkpoint keeps, of partitions that are not read any more too.
     *
     * @param current by definition
     * @param reached by definition and source partition
     * @param seen by source partition
     * @param newest by definition; of a definition that is not in it, {@code reached} has the lateness taken off, as
     *     older releases kept it
     * @param counted by definition: up to which clock silence has moved it
     */
    record Image(
            Map<String, Long> current,
            Map<String, Map<String, Long>> reached,
            Map<String, Long> seen,
            Map<String, Long> newest,
            Map<String, Long> counted) {
        static final Image NONE = new Image(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

        Image(
                Map<String, Long> current,
                Map<String, Map<String, Long>> reached,
                Map<String, Long> seen,
                @Nullable Map<String, Long> newest,
                @Nullable Map<String, Long> counted) {
            this.current = current;
            this.reached = reached;
            this.seen = seen;
            this.newest = Objects.requireNonNullElse(newest, Map.of());
            this.counted = Objects.requireNonNullElse(counted, Map.of());
        }

        /** The same with the lateness that an older release took off put back. */
        Image since(CompiledDefinitions compiled) {
            Map<String, Map<String, Long>> whole = new TreeMap<>(reached);
            Map<String, Long> newestNow = new TreeMap<>(newest);
            for (int d = 0; d < compiled.size(); d++) {
                String name = compiled.nameOf(d);
                if (!newest.containsKey(name) && current.containsKey(name)) {
                    int definition = d;
                    Map<String, Long> times = new TreeMap<>();
                    reached.getOrDefault(name, Map.of()).forEach((partition, less) -> {
                        String stream = SourcePartition.named(partition).stream();
                        times.put(partition, putBack(less, compiled.latenessMicros(definition, stream)));
                    });
                    whole.put(name, times);
                    newestNow.put(name, putBack(current.getOrDefault(name, NEVER), compiled.greatestLatenessMicros(d)));
                }
            }
            return new Image(current, whole, seen, newestNow, counted);
        }

        private static long putBack(long less, long lateness) {
            return less == NEVER ? NEVER : Clocks.later(less, lateness);
        }
    }

    /** Waits for a partition from the next round on; returns the index by which it is known here. */
    int join(SourcePartition partition) {
        int index = partitions.size();
        partitions.add(partition);
        seen = Arrays.copyOf(seen, index + 1);
        seen[index] = from.seen().getOrDefault(partition.name(), NEVER);
        for (int d = 0; d < reached.length; d++) {
            reached[d] = Arrays.copyOf(reached[d], index + 1);
            reached[d][index] =
                    from.reached().getOrDefault(compiled.nameOf(d), Map.of()).getOrDefault(partition.name(), NEVER);
        }
        return index;
    }

    Image image() {
        Map<String, Long> currentByName = new TreeMap<>();
        Map<String, Long> newestByName = new TreeMap<>();
        Map<String, Long> countedByName = new TreeMap<>();
        Map<String, Map<String, Long>> reachedByName = new TreeMap<>();
        for (int d = 0; d < current.length; d++) {
            String name = compiled.nameOf(d);
            currentByName.put(name, current[d]);
            newestByName.put(name, newest[d]);
            countedByName.put(name, silence.countedTo(d));
            reachedByName.put(name, byPartition(from.reached().getOrDefault(name, Map.of()), reached[d]));
        }
        return new Image(currentByName, reachedByName, byPartition(from.seen(), seen), newestByName, countedByName);
    }

    /** What a definition's timers have reached. */
    long current(int definition) {
        return current[definition];
    }

    /** An event of that stream of a definition is late if it is older than this. */
    long lateBefore(int definition, StreamDefinition stream) {
        long since = newest[definition];
        return since == NEVER
                ? NEVER
                : Math.max(
                        current[definition],
                        Clocks.earlier(since, Clocks.micros(stream.time().lateness())));
    }

    /** An event of a partition is admitted, of that time. */
    void reach(int definition, int partition, long time) {
        reached[definition][partition] = Math.max(reached[definition][partition], time);
        if (!followed) {
            moveTo(definition, time);
        }
    }

    /** A round begins: partitions that were never seen are waited for from now on. */
    void beginRound(long now) {
        for (int p = 0; p < seen.length; p++) {
            if (seen[p] == NEVER) {
                seen[p] = now;
            }
        }
    }

    /** A partition had events in the round of that clock, or counts as if it had. */
    void heard(int partition, long now) {
        seen[partition] = Math.max(seen[partition], now);
    }

    /** A round ends: watermarks move to what all partitions that are not idle have reached, or go on in silence. */
    void endRound(long now) {
        moved = false;
        silence.beginRound();
        for (int d = 0; followed && d < current.length; d++) {
            List<Silence.Partition> ofDefinition = partitions(d);
            moveTo(d, reachedByAll(ofDefinition, now));
            moveTo(d, silence.reached(d, newest[d], ofDefinition, now));
        }
    }

    /** Whether a watermark moved when the last round ended. */
    boolean hasMoved() {
        return moved;
    }

    private void moveTo(int definition, long time) {
        if (time > newest[definition]) {
            newest[definition] = time;
            current[definition] =
                    Math.max(current[definition], Clocks.earlier(time, compiled.greatestLatenessMicros(definition)));
            moved = true;
        }
    }

    private static long reachedByAll(List<Silence.Partition> partitions, long now) {
        return partitions.stream()
                .filter(partition -> partition.idleSince() > now)
                .mapToLong(Silence.Partition::reached)
                .min()
                .orElse(NEVER);
    }

    /** The partitions of the streams that a definition reads. */
    private List<Silence.Partition> partitions(int definition) {
        List<Silence.Partition> found = new ArrayList<>();
        for (int p = 0; p < partitions.size(); p++) {
            for (StreamDefinition stream : compiled.definition(definition).streams()) {
                if (stream.stream().equals(partitions.get(p).stream())) {
                    long heard = seen[p];
                    long idleSince = stream.time()
                            .idleAfter()
                            .map(after -> Clocks.later(heard, Clocks.micros(after)))
                            .orElse(Long.MAX_VALUE);
                    found.add(new Silence.Partition(idleSince, reached[definition][p]));
                }
            }
        }
        return found;
    }

    private Map<String, Long> byPartition(Map<String, Long> before, long[] values) {
        Map<String, Long> byName = new TreeMap<>(before);
        for (int p = 0; p < values.length; p++) {
            byName.put(partitions.get(p).name(), values[p]);
        }
        return byName;
    }

    @Override
    public String toString() {
        return Arrays.toString(current);
    }
}
