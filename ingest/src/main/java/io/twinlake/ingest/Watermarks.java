package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.TwinDefinition;
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
    private final List<SourcePartition> partitions;
    private final boolean followed;
    private final long[] current;
    /** By definition and partition: the greatest event time less lateness. */
    private final long[][] reached;
    /** By partition: the clock of the last round in which it had events, microseconds. */
    private final long[] seen;

    Watermarks(Generation generation, List<SourcePartition> partitions, boolean followed, Image from) {
        this.generation = generation;
        this.partitions = partitions;
        this.followed = followed;
        this.current = new long[generation.size()];
        this.reached = new long[generation.size()][partitions.size()];
        this.seen = new long[partitions.size()];
        for (int d = 0; d < current.length; d++) {
            String name = generation.nameOf(d);
            current[d] = from.current().getOrDefault(name, NEVER);
            for (int p = 0; p < partitions.size(); p++) {
                reached[d][p] = from.reached()
                        .getOrDefault(name, Map.of())
                        .getOrDefault(partitions.get(p).name(), NEVER);
            }
        }
        for (int p = 0; p < seen.length; p++) {
            seen[p] = from.seen().getOrDefault(partitions.get(p).name(), NEVER);
        }
    }

    /**
     * What a state checkpoint keeps.
     *
     * @param current by definition
     * @param reached by definition and source partition
     * @param seen by source partition
     */
    record Image(Map<String, Long> current, Map<String, Map<String, Long>> reached, Map<String, Long> seen) {
        static final Image NONE = new Image(Map.of(), Map.of(), Map.of());
    }

    Image image() {
        Map<String, Long> currentByName = new TreeMap<>();
        Map<String, Map<String, Long>> reachedByName = new TreeMap<>();
        for (int d = 0; d < current.length; d++) {
            currentByName.put(generation.nameOf(d), current[d]);
            reachedByName.put(generation.nameOf(d), byPartition(reached[d]));
        }
        return new Image(currentByName, reachedByName, byPartition(seen));
    }

    long current(int definition) {
        return current[definition];
    }

    /** Whether an event is older than the watermark at its turn; if not, it may move the watermark. */
    boolean isLate(int definition, int partition, long time, long latenessMicros) {
        if (time < current[definition]) {
            return true;
        }
        long settled = time - latenessMicros;
        reached[definition][partition] = Math.max(reached[definition][partition], settled);
        if (!followed) {
            current[definition] = Math.max(current[definition], settled);
        }
        return false;
    }

    /** A round begins: partitions that were never seen are waited for from now on. */
    void beginRound(long clock) {
        for (int p = 0; p < seen.length; p++) {
            if (seen[p] == NEVER) {
                seen[p] = clock;
            }
        }
    }

    void hadEvents(int partition, long clock) {
        seen[partition] = Math.max(seen[partition], clock);
    }

    /** A round ends: watermarks move to what all partitions that are not idle have reached. */
    void endRound(long clock) {
        if (!followed) {
            return;
        }
        for (int d = 0; d < current.length; d++) {
            current[d] = Math.max(current[d], reachedByAll(d, clock));
        }
    }

    private long reachedByAll(int definition, long clock) {
        long least = Long.MAX_VALUE;
        for (int p = 0; p < partitions.size(); p++) {
            for (StreamDefinition stream : generation.definition(definition).streams()) {
                if (stream.stream().equals(partitions.get(p).stream()) && !isIdle(stream, p, clock)) {
                    least = Math.min(least, reached[definition][p]);
                }
            }
        }
        return least == Long.MAX_VALUE ? NEVER : least;
    }

    private boolean isIdle(StreamDefinition stream, int partition, long clock) {
        return stream.time()
                .idleAfter()
                .map(after -> clock - seen[partition] >= after.toNanos() / 1_000)
                .orElse(false);
    }

    private Map<String, Long> byPartition(long[] values) {
        Map<String, Long> byName = new TreeMap<>();
        for (int p = 0; p < values.length; p++) {
            byName.put(partitions.get(p).name(), values[p]);
        }
        return byName;
    }

    @Override
    public String toString() {
        return Arrays.toString(current);
    }

    static long latenessMicros(TwinDefinition definition, int stream) {
        return definition.streams().get(stream).time().lateness().toNanos() / 1_000;
    }
}
