package io.twinlake.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One source partition on its way to the merge: read ahead in order, decoded ahead in parallel. */
final class Feed implements AutoCloseable {

    /** Whether a feed can tell its next record. */
    enum Head {
        READY,
        /** Nothing has come yet. */
        WAITING,
        /** There is no more, or no more is wanted. */
        ENDED
    }

    private static final int AHEAD = 4;

    private final int index;
    private final SourcePartition partition;
    private final PartitionReader reader;
    private final Decoding decoding;
    private final boolean followed;
    private final Deque<CompletableFuture<Optional<EventBatch>>> ahead = new ArrayDeque<>();
    private final List<String> begun;
    private final Deque<EventBatch> arrived = new ArrayDeque<>();
    private CompletableFuture<?> lastRead = CompletableFuture.completedFuture(Optional.empty());
    private @Nullable EventBatch batch;
    private int next;
    private Offset offset;
    private long gathered;
    private long limit = Long.MAX_VALUE;
    private boolean quiet;
    private boolean caughtUp;
    private boolean hadRound;
    private boolean ended;

    Feed(int index, SourcePartition partition, PartitionReader reader, Decoding decoding, Start start) {
        this.index = index;
        this.partition = partition;
        this.reader = reader;
        this.decoding = decoding;
        this.followed = start.followed();
        this.offset = start.from().offset();
        this.begun = new ArrayList<>(start.from().begun());
    }

    /** Where a feed begins, and whether more may come after what is there. */
    record Start(PipelineState.PartitionState from, boolean followed) {}

    int index() {
        return index;
    }

    SourcePartition partition() {
        return partition;
    }

    /** Where the next record begins. */
    Offset offset() {
        return offset;
    }

    PipelineState.PartitionState state() {
        return new PipelineState.PartitionState(offset, List.copyOf(begun));
    }

    /** Lets no record pass whose source offset is {@code record} or more. */
    void limitTo(long record) {
        limit = record;
    }

    /** Takes in what has come, without waiting; how many records are at hand beyond the limit so far. */
    long gather() {
        readAhead();
        while (!ended && !ahead.isEmpty() && ahead.getFirst().isDone()) {
            takeIn();
        }
        return gathered;
    }

    /** Lets pass what was taken in by now, and nothing behind it. */
    void limitToGathered() {
        limitTo(offset.record() + gathered);
    }

    /** Whether it is too early to call its source silent: a first round is due, or what was there is not read yet. */
    boolean isUnheard() {
        return !hadRound || !caughtUp;
    }

    /** A round with this feed in it ends. */
    void endRound() {
        hadRound = true;
    }

    /** Sees to it that the next record is decoded, waiting for it up to {@code waitMillis}. */
    Head head(long waitMillis) {
        while (offset.record() < limit) {
            if (batch != null) {
                return Head.READY;
            }
            if (!arrived.isEmpty()) {
                begin(arrived.removeFirst());
            } else if (ended) {
                return Head.ENDED;
            } else {
                readAhead();
                boolean found = arrives(ahead.getFirst(), waitMillis) && takeIn();
                if (!found && !ended) {
                    return Head.WAITING;
                }
            }
        }
        return Head.ENDED;
    }

    /** The event time by which the next records are merged; the least where they are of no use to anybody. */
    long headTime() {
        EventBatch current = current();
        for (int i = next; i < current.records(); i++) {
            if (current.time(i) != IsoTime.INVALID) {
                return current.time(i);
            }
        }
        return Long.MIN_VALUE;
    }

    /** One past the last record of the batch at hand that may pass. */
    int end() {
        return (int) Math.min(current().records(), next + (limit - offset.record()));
    }

    /** The records from the next one to the last before {@code until}; then they are consumed. */
    Segment take(int until) {
        EventBatch current = current();
        Segment segment = new Segment(current, index, partition.name(), offset.record() - next, next, until);
        offset = offset.advancedTo(current.chunk().file(), until - next, current.endOf(until - 1));
        gathered -= until - next;
        next = until;
        if (next == current.records()) {
            batch = null;
        }
        return segment;
    }

    EventBatch current() {
        if (batch == null) {
            throw new IllegalStateException("no batch of " + partition + " is at hand");
        }
        return batch;
    }

    /** The index of the next record in {@link #current}. */
    int next() {
        return next;
    }

    @Override
    public void close() {
        lastRead.handle((any, failure) -> any).join();
        reader.close();
    }

    private void readAhead() {
        while (!ended && ahead.size() < (quiet ? 1 : AHEAD)) {
            CompletableFuture<Optional<Chunk>> read =
                    lastRead.thenApplyAsync(any -> reader.next(), decoding.executor());
            lastRead = read;
            ahead.addLast(read.thenApplyAsync(
                    chunk -> chunk.map(of -> decoding.decode(partition.stream(), of)), decoding.executor()));
        }
    }

    /** Takes the oldest read in, which has come; false if it found nothing. */
    private boolean takeIn() {
        Optional<EventBatch> decoded = result(ahead.removeFirst());
        quiet = decoded.isEmpty();
        caughtUp |= quiet;
        ended |= quiet && !followed;
        decoded.ifPresent(some -> {
            arrived.addLast(some);
            gathered += some.records();
        });
        return !quiet;
    }

    private void begin(EventBatch arrivedBatch) {
        if (begun.isEmpty()
                || !begun.get(begun.size() - 1).equals(arrivedBatch.chunk().file())) {
            begun.add(arrivedBatch.chunk().file());
        }
        if (arrivedBatch.records() == 0) {
            decoding.release(arrivedBatch);
        } else {
            batch = arrivedBatch;
            next = 0;
        }
    }

    private static boolean arrives(CompletableFuture<?> future, long waitMillis) {
        try {
            future.get(waitMillis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("interrupted while reading", e);
        }
    }

    private static Optional<EventBatch> result(CompletableFuture<Optional<EventBatch>> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
