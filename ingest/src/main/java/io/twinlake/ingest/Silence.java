package io.twinlake.ingest;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What moves event time where no event comes: when all partitions of a definition are idle, it goes on from where it
 * stands by the time that has passed on the clock of the rounds since the last of them became idle. The same rounds count
 * once, however often they are made: what was counted is kept.
 */
final class Silence {

    private static final long NEVER = Watermark.NONE.micros();

    private final boolean counts;
    private final long[] countedTo;
    private boolean everywhere;

    /** @param counts false: nothing moves, as in rounds that an older release recorded */
    Silence(boolean counts, CompiledDefinitions compiled, Map<String, Long> countedBefore) {
        this.counts = counts;
        this.countedTo = new long[compiled.size()];
        for (int d = 0; d < countedTo.length; d++) {
            countedTo[d] = countedBefore.getOrDefault(compiled.nameOf(d), NEVER);
        }
    }

    /**
     * A source partition that a definition reads.
     *
     * @param idleSince the clock at which it becomes idle if nothing comes, microseconds; the last there is: never
     * @param reached its greatest event time
     */
    record Partition(long idleSince, long reached) {}

    /** The end of a round is about to be judged. */
    void beginRound() {
        everywhere = true;
    }

    /** How far a definition's event time is by now, which stood at {@code newest}. */
    long reached(int definition, long newest, List<Partition> partitions, long now) {
        long allIdleSince =
                partitions.stream().mapToLong(Partition::idleSince).max().orElse(Long.MAX_VALUE);
        if (!counts || allIdleSince > now) {
            everywhere = false;
            return newest;
        }
        long stands = Math.max(newest, reachedByLast(partitions, allIdleSince));
        long since = Math.max(allIdleSince, countedTo[definition]);
        if (stands == NEVER || since >= now) {
            return stands;
        }
        countedTo[definition] = now;
        return Clocks.later(stands, now - since);
    }

    /** Whether all partitions of all definitions were idle when the last round ended. */
    boolean isEverywhere() {
        return everywhere;
    }

    long countedTo(int definition) {
        return countedTo[definition];
    }

    /** Those that became idle last held the watermark till then; one that never had an event held nothing. */
    private static long reachedByLast(List<Partition> partitions, long allIdleSince) {
        return partitions.stream()
                .filter(partition -> partition.idleSince() == allIdleSince && partition.reached() != NEVER)
                .mapToLong(Partition::reached)
                .min()
                .orElse(NEVER);
    }

    @Override
    public String toString() {
        return Arrays.toString(countedTo);
    }
}
