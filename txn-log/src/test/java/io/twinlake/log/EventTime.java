package io.twinlake.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Time in which many wait at once and nobody really does: each worker has its own thread, one runs at a time, and it is
 * always the one whose waiting ends first. The same waits give the same run.
 */
final class EventTime implements InstantSource {

    private static final class Worker {
        private final Semaphore turn = new Semaphore(0);
        private Instant due;
        private boolean ended;

        private Worker(Instant due) {
            this.due = due;
        }
    }

    private final List<Worker> workers = new ArrayList<>();
    private final ThreadLocal<Worker> current = new ThreadLocal<>();
    private volatile Instant now = Instant.parse("2024-01-01T00:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** The others' turn, until so much time has passed. */
    void elapse(Duration time) {
        Worker me = current.get();
        me.due = now.plus(time);
        handOver();
        me.turn.acquireUninterruptibly();
    }

    /** Runs them side by side to their ends. */
    void run(List<Runnable> works) throws Exception {
        works.forEach(work -> workers.add(new Worker(now)));
        ExecutorService threads = Executors.newFixedThreadPool(works.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < works.size(); i++) {
                Worker worker = workers.get(i);
                Runnable work = works.get(i);
                ends.add(threads.submit(() -> live(worker, work)));
            }
            handOver();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void live(Worker worker, Runnable work) {
        current.set(worker);
        worker.turn.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            worker.ended = true;
            handOver();
        }
    }

    private void handOver() {
        workers.stream()
                .filter(worker -> !worker.ended)
                .min(Comparator.comparing(worker -> worker.due))
                .ifPresent(next -> {
                    now = next.due;
                    next.turn.release();
                });
    }
}
