package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.storage.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Runs some splits at a time, each in a thread of its own, and gives their rows in the order of the splits. What is
 * read ahead is bounded: so many files, two batches each.
 */
final class ParallelScan implements RowBatches {

    private static final int BATCHES_AHEAD = 2;

    /** What a reading thread hands over: a batch, the end of its split, or why it failed. */
    private record Delivery(Optional<RowBatch> batch, Optional<Throwable> failure) {

        boolean isEnd() {
            return batch.isEmpty() && failure.isEmpty();
        }
    }

    private final Iterator<Split> waiting;
    private final Schema schema;
    private final ExecutorService threads;
    private final Deque<BlockingQueue<Delivery>> running = new ArrayDeque<>();
    private Optional<RowBatch> ready = Optional.empty();

    ParallelScan(List<Split> splits, Schema schema, int parallelFiles) {
        this.waiting = splits.iterator();
        this.schema = schema;
        this.threads = Executors.newFixedThreadPool(parallelFiles, ParallelScan::thread);
        for (int i = 0; i < parallelFiles; i++) {
            startNext();
        }
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !running.isEmpty()) {
            Delivery delivery = take(running.getFirst());
            if (delivery.failure().isPresent()) {
                close();
                throw rethrow(delivery.failure().get());
            }
            if (delivery.isEnd()) {
                running.removeFirst();
                startNext();
            }
            ready = delivery.batch();
        }
        return ready.isPresent();
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows");
        }
        RowBatch batch = ready.orElseThrow();
        ready = Optional.empty();
        return batch;
    }

    @Override
    public void close() {
        running.clear();
        threads.shutdownNow();
        try {
            // Readers use the storage, which the caller may close next.
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new StorageException("reading threads did not end within a minute of being interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startNext() {
        if (waiting.hasNext()) {
            Split split = waiting.next();
            BlockingQueue<Delivery> deliveries = new ArrayBlockingQueue<>(BATCHES_AHEAD);
            running.addLast(deliveries);
            threads.execute(() -> read(split, deliveries));
        }
    }

    private void read(Split split, BlockingQueue<Delivery> deliveries) {
        try {
            deliver(split, deliveries);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Split split, BlockingQueue<Delivery> deliveries) throws InterruptedException {
        try (SplitRows rows = SplitRows.open(split, schema)) {
            while (rows.hasNext()) {
                deliveries.put(new Delivery(Optional.of(rows.next()), Optional.empty()));
            }
        } catch (RuntimeException | Error e) {
            deliveries.put(new Delivery(Optional.empty(), Optional.of(e)));
        }
        deliveries.put(new Delivery(Optional.empty(), Optional.empty()));
    }

    private static Delivery take(BlockingQueue<Delivery> deliveries) {
        try {
            return deliveries.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for rows", e);
        }
    }

    private static RuntimeException rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "twinlake-scan");
        thread.setDaemon(true);
        return thread;
    }
}
