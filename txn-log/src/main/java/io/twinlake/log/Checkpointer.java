package io.twinlake.log;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Writes the checkpoints of a log off the way of its commits: {@link #committed} is a poke that returns at once. One
 * checkpoint is written at a time; those that come due meanwhile are one, of the newest version. A failure is reported and
 * never reaches who commits; checkpoints are a matter of speed alone.
 *
 * <p>A table that sets {@code delta.checkpointInterval} gets one every so many versions. For others, what checkpoints cost
 * stays in proportion to what they sum up: one is due when there are a tenth as many commits as files, but no less than 10
 * and no more than 100.
 */
public final class Checkpointer {

    private static final long LEAST = 10;
    private static final long MOST = 100;

    private final TransactionLog log;
    private final Executor executor;
    private final Consumer<RuntimeException> failures;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long due;

    /**
     * @param executor writes the checkpoints; one thread is enough
     * @param failures hears why one could not be written, on the executor
     */
    public Checkpointer(TransactionLog log, Executor executor, Consumer<RuntimeException> failures) {
        this.log = log;
        this.executor = executor;
        this.failures = failures;
    }

    /** Begins a checkpoint if one is due and none is being written. */
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
        Snapshot snapshot = log.latest();
        long newest = snapshot.version().number();
        long last = LastCheckpoint.read(log.folder()).map(Version::number).orElse(-1L);
        long interval = interval(snapshot);
        if (newest < last + interval) {
            return Version.of(last + interval);
        }
        log.checkpoint(snapshot);
        return Version.of(newest + interval);
    }

    private void write(Version committed) {
        try {
            due = writeIfDue(log).number();
        } catch (RuntimeException e) {
            due = committed.number() + LEAST;
            failures.accept(e);
        } finally {
            busy.set(false);
        }
    }

    private static long interval(Snapshot snapshot) {
        TableProperties properties = snapshot.properties();
        return properties.hasCheckpointInterval()
                ? properties.checkpointInterval()
                : Math.max(LEAST, Math.min(MOST, snapshot.fileCount() / 10));
    }
}
