package io.twinlake.compaction;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Compacts a table while others write it: {@link #run} is a poke that returns at once, for a writer to call after each
 * commit. The work is done on an executor, one round at a time and not more often than a pause; pokes meanwhile are
 * dropped. What goes wrong is reported and never reaches the writer: the next round tries again.
 */
public final class BackgroundCompaction implements Runnable {

    private final TransactionLog log;
    private final CompactionPolicy policy;
    private final Duration pause;
    private final Executor executor;
    private final Consumer<Event> events;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Instant notBefore = Instant.MIN;

    /** What a round came to. */
    public sealed interface Event {

        /** One method a case. */
        interface Cases<R> {
            R compacted(CompactionPlan plan, CompactionResult result);

            R failed(RuntimeException why);
        }

        <R> R match(Cases<R> cases);

        /** A plan was run; a merge in it may have given way. */
        record Compacted(CompactionPlan plan, CompactionResult result) implements Event {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.compacted(plan, result);
            }
        }

        /** The round was given up; no row is lost by it. */
        record Failed(RuntimeException why) implements Event {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.failed(why);
            }
        }
    }

    /**
     * @param pause the least time between two rounds
     * @param executor does the rounds; one thread is enough
     * @param events hears of every round that did something or failed, on the executor
     */
    public BackgroundCompaction(
            TransactionLog log, CompactionPolicy policy, Duration pause, Executor executor, Consumer<Event> events) {
        this.log = log;
        this.policy = policy;
        this.pause = pause;
        this.executor = executor;
        this.events = events;
    }

    /** Starts a round unless one is at work or the last was a moment ago. */
    @Override
    public void run() {
        if (log.environment().clock().instant().isBefore(notBefore) || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::round);
        } catch (RuntimeException shutDown) {
            busy.set(false);
            events.accept(new Event.Failed(shutDown));
        }
    }

    private void round() {
        try {
            compact();
        } catch (RuntimeException e) {
            events.accept(new Event.Failed(e));
        } finally {
            notBefore = log.environment().clock().instant().plus(pause);
            busy.set(false);
        }
    }

    private void compact() {
        Snapshot snapshot = log.latest();
        Optional<CompactionPlan> plan = policy.plan(snapshot);
        if (plan.isPresent()) {
            CompactionResult result = new Compactor(log.environment()).run(plan.get());
            events.accept(new Event.Compacted(plan.get(), result));
        }
    }
}
