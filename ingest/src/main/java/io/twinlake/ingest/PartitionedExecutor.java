package io.twinlake.ingest;

import io.twinlake.twin.Event;
import io.twinlake.twin.StateChanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies events to twins on several threads. Keys fall into a fixed number of shards and each lane owns some of them,
 * so a twin sees its events in order and rows do not depend on how many lanes there are.
 */
final class PartitionedExecutor implements AutoCloseable {

    private static final int RUNS_AHEAD = 8;

    private final List<ExecutorService> lanes = new ArrayList<>();
    private final Shard[][] shards;

    /** By lane and definition: one buffer for all shards of a lane, which is appended to without leaps in memory. */
    private final StateChanges[][] changes;

    private final Decoding decoding;
    private final Semaphore ahead = new Semaphore(RUNS_AHEAD);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param shards by definition and shard */
    PartitionedExecutor(int threads, Shard[][] shards, Decoding decoding, Workers workers) {
        this.shards = shards;
        this.decoding = decoding;
        for (int i = 0; i < Math.min(threads, Shard.COUNT); i++) {
            lanes.add(workers.start("twinlake-apply-" + i, 1));
        }
        this.changes = new StateChanges[lanes.size()][];
        Arrays.setAll(changes, lane -> noChanges());
    }

    static int shardOf(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash >>> 28;
    }

    /** Applies segments in order. {@code consumed} are batches that no later segment reads. */
    void submit(List<Segment> segments, List<EventBatch> consumed) {
        ahead.acquireUninterruptibly();
        AtomicInteger working = new AtomicInteger(lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            int lane = i;
            lanes.get(lane).execute(() -> {
                try {
                    if (failure.get() == null) {
                        segments.forEach(segment -> apply(lane, segment));
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    if (working.decrementAndGet() == 0) {
                        consumed.forEach(decoding::release);
                        ahead.release();
                    }
                }
            });
        }
    }

    /** The changes since the last call, by definition, then by lane; only while nothing is being applied. */
    List<List<StateChanges>> takeChanges() {
        List<List<StateChanges>> taken = new ArrayList<>();
        for (int i = 0; i < shards.length; i++) {
            int definition = i;
            taken.add(Arrays.stream(changes).map(ofLane -> ofLane[definition]).toList());
        }
        Arrays.setAll(changes, lane -> noChanges());
        return taken;
    }

    private StateChanges[] noChanges() {
        return Arrays.stream(shards)
                .map(ofDefinition -> ofDefinition[0].noChanges())
                .toArray(StateChanges[]::new);
    }

    /** Whether there are rows since {@link #takeChanges}; only while nothing is being applied. */
    boolean hasRows() {
        return Arrays.stream(changes)
                .flatMap(Arrays::stream)
                .anyMatch(some -> some.rows().rows() > 0);
    }

    /** Does something to every shard, behind all that was submitted, and waits for it. */
    void forAll(BiConsumer<Shard, StateChanges> action) {
        List<java.util.concurrent.Future<?>> pending = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            int lane = i;
            pending.add(lanes.get(lane).submit(() -> {
                if (failure.get() == null) {
                    forLane(lane, action);
                }
            }));
        }
        for (java.util.concurrent.Future<?> each : pending) {
            Waiting.on(each);
        }
        rethrow();
    }

    Shard[][] shards() {
        return shards;
    }

    @Override
    public void close() {
        lanes.forEach(ExecutorService::shutdown);
    }

    private void forLane(int lane, BiConsumer<Shard, StateChanges> action) {
        for (int definition = 0; definition < shards.length; definition++) {
            for (int shard = lane; shard < Shard.COUNT; shard += lanes.size()) {
                action.accept(shards[definition][shard], changes[lane][definition]);
            }
        }
    }

    private void apply(int lane, Segment segment) {
        List<Binding> bindings = segment.batch().plan().bindings();
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            Shard[] twins = shards[binding.definition()];
            StateChanges written = changes[lane][binding.definition()];
            EventBatch.Events events = segment.batch().events(i);
            for (int record = segment.from(); record < segment.to(); record++) {
                String key = events.keys[record];
                if (events.times[record] == IsoTime.INVALID || key == null) {
                    continue;
                }
                int shard = shardOf(key);
                if (shard % lanes.size() == lane) {
                    if (events.passesHeld()) {
                        twins[shard].release(events.watermarks[record], written);
                    }
                    Event event = new Event(
                            binding.stream(),
                            events.slots[record],
                            events.times[record],
                            segment.partitionName(),
                            segment.offsetOf(record));
                    twins[shard].take(key, event, segment.batch(), record, written);
                }
            }
        }
    }

    private void rethrow() {
        Throwable failed = failure.get();
        if (failed instanceof RuntimeException e) {
            throw e;
        }
        if (failed != null) {
            throw new IllegalStateException("applying events failed: " + failed, failed);
        }
    }
}
