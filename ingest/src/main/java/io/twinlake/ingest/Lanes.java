package io.twinlake.ingest;

import io.twinlake.twin.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Applies events to twins on several threads. Keys fall into a fixed number of shards and each lane owns some of them,
 * so a twin sees its events in order and rows do not depend on how many lanes there are.
 */
final class Lanes implements AutoCloseable {

    /** Whatever the threads: the state checkpoint is cut by shards. */
    static final int SHARDS = 16;

    private static final int RUNS_AHEAD = 8;

    private final List<ExecutorService> lanes = new ArrayList<>();
    private final Shard[][] shards;
    private final Decoding decoding;
    private final Semaphore ahead = new Semaphore(RUNS_AHEAD);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param shards by definition and shard */
    Lanes(int threads, Shard[][] shards, Decoding decoding, Workers workers) {
        this.shards = shards;
        this.decoding = decoding;
        for (int i = 0; i < Math.min(threads, SHARDS); i++) {
            lanes.add(workers.start("twinlake-apply-" + i, 1));
        }
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

    /** Does something to every shard, behind all that was submitted, and waits for it. */
    void forAll(Consumer<Shard> action) {
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

    private void forLane(int lane, Consumer<Shard> action) {
        for (Shard[] ofDefinition : shards) {
            for (int shard = lane; shard < SHARDS; shard += lanes.size()) {
                action.accept(ofDefinition[shard]);
            }
        }
    }

    private void apply(int lane, Segment segment) {
        List<Binding> bindings = segment.batch().plan().bindings();
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            Shard[] twins = shards[binding.definition()];
            EventBatch.Events events = segment.batch().events(i);
            for (int record = segment.from(); record < segment.to(); record++) {
                String key = events.keys[record];
                if (events.times[record] == IsoTime.INVALID || key == null) {
                    continue;
                }
                int shard = shardOf(key);
                if (shard % lanes.size() == lane) {
                    Event event = new Event(
                            binding.stream(),
                            events.slots[record],
                            events.times[record],
                            segment.partitionName(),
                            segment.offsetOf(record));
                    twins[shard].take(key, event, segment.batch(), record);
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
