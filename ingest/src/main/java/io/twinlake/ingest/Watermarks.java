package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The watermark of each definition. In a bounded run it is the greatest event time applied less lateness, and moves
 * with every event; in a followed one it stands still during a round and is then the least over the source partitions
 * that are not idle.
 */
final class Watermarks {

    private static final long NEVER = Long.MIN_VALUE;

    private final Generation generation;
    private final List<SourcePartition> partitions = new ArrayList<>();
    private final boolean followed;
    private final Image from;
    private final long[] current;
    /** By definition and partition: the greatest event time less lateness. */
    private final long[][] reached;
    /** By partition: the clock of the last round in which it had events, microseconds. */
    private long[] seen = {};

    Watermarks(Generation generation, boolean followed, Image from) {
        this.generation = generation;
        this.followed = followed;
        this.from = from;
        this.current = new long[generation.size()];
        this.reached = new long[generation.size()][0];
        for (int d = 0; d < current.length; d++) {
            current[d] = from.current().getOrDefault(generation.nameOf(d), NEVER);
        }
    }

    /**
     * What a state checkpoint keeps, of partitions that are not read any more too.
     *
     * @param current by definition
     * @param reached by definition and source partition
     * @param seen by source partition
     */
    record Image(Map<String, Long> current, Map<String, Map<String, Long>> reached, Map<String, Long> seen) {
        static final Image NONE = new Image(Map.of(), Map.of(), Map.of());
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
                    from.reached().getOrDefault(generation.nameOf(d), Map.of()).getOrDefault(partition.name(), NEVER);
        }
        return index;
    }

    Image image() {
        Map<String, Long> currentByName = new TreeMap<>();
        Map<String, Map<String, Long>> reachedByName = new TreeMap<>();
        for (int d = 0; d < current.length; d++) {
            String name = generation.nameOf(d);
            currentByName.put(name, current[d]);
            reachedByName.put(name, byPartition(from.reached().getOrDefault(name, Map.of()), reached[d]));
        }
        return new Image(currentByName, reachedByName, byPartition(from.seen(), seen));
    }

    long current(int definition) {
        return current[definition];
    }

    /** An event of a partition is taken that settles event time up to {@code settled}. */
    void reach(int definition, int partition, long settled) {
        reached[definition][partition] = Math.max(reached[definition][partition], settled);
        if (!followed) {
            current[definition] = Math.max(current[definition], settled);
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

    void hadEvents(int partition, long now) {
        seen[partition] = Math.max(seen[partition], now);
    }

    /** A round ends: watermarks move to what all partitions that are not idle have reached. */
    void endRound(long now) {
        if (!followed) {
            return;
        }
        for (int d = 0; d < current.length; d++) {
            current[d] = Math.max(current[d], reachedByAll(d, now));
        }
    }

    private long reachedByAll(int definition, long now) {
        long least = Long.MAX_VALUE;
        for (int p = 0; p < partitions.size(); p++) {
            for (StreamDefinition stream : generation.definition(definition).streams()) {
                if (stream.stream().equals(partitions.get(p).stream()) && !isIdle(stream, p, now)) {
                    least = Math.min(least, reached[definition][p]);
                }
            }
        }
        return least == Long.MAX_VALUE ? NEVER : least;
    }

    private boolean isIdle(StreamDefinition stream, int partition, long now) {
        return stream.time()
                .idleAfter()
                .map(after -> now - seen[partition] >= after.toNanos() / 1_000)
                .orElse(false);
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
