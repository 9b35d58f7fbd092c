package io.twinlake.ingest;

import java.util.ArrayDeque;
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
    private final Deque<CompletableFuture<Optional<Arrived>>> ahead = new ArrayDeque<>();
    private final Deque<Arrived> arrived = new ArrayDeque<>();
    private final Consumption consumption;
    private CompletableFuture<?> lastRead = CompletableFuture.completedFuture(Optional.empty());
    private @Nullable EventBatch batch;
    private int next;
    private long record;
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
        this.record = start.from().offset().record();
        this.consumption = new Consumption(start.from());
    }

    /** Where a feed begins, and whether more may come after what is there. */
    record Start(PipelineState.PartitionState from, boolean followed) {}

    int index() {
        return index;
    }

    SourcePartition partition() {
        return partition;
    }

    /** How many records are consumed. */
    long record() {
        return record;
    }

    /** How many records of the file at hand are consumed. */
    long linesBefore() {
        return consumption.linesBefore();
    }

    /** Where the next record begins. */
    Offset offset() {
        return consumption.offset();
    }

    PipelineState.PartitionState state() {
        return consumption.state();
    }

    /** What was read of which files since the last call, in order. */
    List<Piece> takePieces() {
        return consumption.takePieces();
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
        limitTo(record + gathered);
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
        while (record < limit) {
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
        return (int) Math.min(current().records(), next + (limit - record));
    }

    /** The records from the next one to the last before {@code until}; then they are consumed. */
    Segment take(int until) {
        EventBatch current = current();
        Segment segment = new Segment(current, index, partition.name(), record - next, next, until);
        record += until - next;
        consumption.take(current, until - next, current.endOf(until - 1));
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
            CompletableFuture<Optional<Portion>> read =
                    lastRead.thenApplyAsync(any -> reader.next(), decoding.executor());
            lastRead = read;
            ahead.addLast(
                    read.thenApplyAsync(portion -> portion.map(of -> of.match(new Decoded())), decoding.executor()));
        }
    }

    /** Takes the oldest read in, which has come; false if it found nothing. */
    private boolean takeIn() {
        Optional<Arrived> decoded = result(ahead.removeFirst());
        quiet = decoded.isEmpty();
        caughtUp |= quiet;
        ended |= quiet && !followed;
        decoded.ifPresent(some -> {
            arrived.addLast(some);
            gathered += some.batch() == null ? 0 : some.batch().records();
        });
        return !quiet;
    }

    private void begin(Arrived next) {
        EventBatch records = next.batch();
        next.portion().match(consumption);
        if (records == null) {
            return;
        }
        if (records.records() == 0) {
            decoding.release(records);
        } else {
            batch = records;
            this.next = 0;
        }
    }

    /** A portion, and its records if it has any. */
    private record Arrived(Portion portion, @Nullable EventBatch batch) {}

    private final class Decoded implements Portion.Cases<Arrived> {
        @Override
        public Arrived records(Portion.Records portion) {
            return new Arrived(portion, decoding.decode(partition.stream(), portion.chunk()));
        }

        @Override
        public Arrived begun(Portion.Begun portion) {
            return new Arrived(portion, null);
        }

        @Override
        public Arrived renamed(Portion.Renamed portion) {
            return new Arrived(portion, null);
        }

        @Override
        public Arrived ended(Portion.Ended portion) {
            return new Arrived(portion, null);
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

    private static <T> Optional<T> result(CompletableFuture<Optional<T>> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
