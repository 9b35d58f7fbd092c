package io.twinlake.log;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Writes the checkpoints of a log in the background: {@link #committed} returns at once. One checkpoint is written at a time;
 * those that come due meanwhile become one, of the newest version. A failure is reported and never reaches the committer,
 * because checkpoints are a matter of speed alone.
 *
 * <p>A table that sets {@code delta.checkpointInterval} gets one each time that many versions have passed. For others, what checkpoints cost
 * stays in proportion to what they sum up: one is due when there are a tenth as many commits as files, but no less than 10
 * and no more than 100. Of those between two checkpoints every 20 are summed up in one object (PROTOCOL.md, "Log Compaction
 * Files"), so that a reader that opens the table fetches a few objects and not up to a hundred.
 */
public final class Checkpointer {

    private static final long LEAST = 10;
    private static final long MOST = 100;
    private static final long SUMMED_UP = 20;

    private final TransactionLog log;
    private final Executor executor;
    private final Consumer<RuntimeException> failures;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long due;
    private long lastSummedUp = -1;

    /**
     * @param executor writes the checkpoints; one thread is enough
     * @param failures hears why one could not be written, on the executor
     */
    public Checkpointer(TransactionLog log, Executor executor, Consumer<RuntimeException> failures) {
        this.log = log;
        this.executor = executor;
        this.failures = failures;
    }

    /** Begins a checkpoint, or a log compaction, if one is due and none is being written. */
    public void committed(Version version) {
        if (version.number() < due || !busy.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(() -> write(version));
        } catch (RuntimeException shutDown) {
            busy.set(false);
            failures.accept(shutDown);
        }
    }

    /**
     * Writes a checkpoint of the log's newest version, now, if one is due.
     *
     * @return the version at which the next one is due
     */
    public static Version writeIfDue(TransactionLog log) {
        Snapshot newest = log.latest();
        return Version.of(checkpointed(log, newest) + interval(newest));
    }

    /** As {@link #writeIfDue}. @return the version of the checkpoint, where one was written */
    public static Optional<Version> writtenIfDue(TransactionLog log) {
        long before = last(log);
        long now = checkpointed(log, log.latest());
        return now > before ? Optional.of(Version.of(now)) : Optional.empty();
    }

    private void write(Version committed) {
        try {
            Snapshot newest = log.latest();
            long last = checkpointed(log, newest);
            due = Math.min(last + interval(newest), sumUpIfDue(newest.version(), last));
        } catch (RuntimeException e) {
            due = committed.number() + LEAST;
            failures.accept(e);
        } finally {
            busy.set(false);
        }
    }

    /** Says when the next commits are to be summed up. */
    private long sumUpIfDue(Version newest, long lastCheckpoint) {
        long before = Math.max(lastSummedUp, lastCheckpoint);
        if (newest.number() < before + SUMMED_UP) {
            return before + SUMMED_UP;
        }
        log.compactLog(Version.of(before + 1), newest);
        lastSummedUp = newest.number();
        return lastSummedUp + SUMMED_UP;
    }

    /** Writes one if it is due, and says what the last one is of; before the first, one less than the first version. */
    private static long checkpointed(TransactionLog log, Snapshot newest) {
        long last = last(log);
        if (newest.version().number() < last + interval(newest)) {
            return last;
        }
        log.checkpoint(newest);
        return newest.version().number();
    }

    private static long last(TransactionLog log) {
        return LastCheckpoint.read(log.head().folder()).map(Version::number).orElse(-1L);
    }

    private static long interval(Snapshot snapshot) {
        TableProperties properties = snapshot.properties();
        return properties.hasCheckpointInterval()
                ? properties.checkpointInterval()
                : Math.max(LEAST, Math.min(MOST, snapshot.fileCount() / 10));
    }
}
