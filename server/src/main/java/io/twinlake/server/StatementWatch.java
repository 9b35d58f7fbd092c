package io.twinlake.server;

import io.twinlake.query.LocalSql;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops a statement when its time is up or a signal asks for it: what it waits for is interrupted, again and again until
 * the statement has ended, so that copies and what was spilled are deleted by whoever made them.
 */
final class StatementWatch implements AutoCloseable {

    private static final long AGAIN_MILLIS = 100;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final LocalSql sql;
    private final Thread statement = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread timer;
    private final GracefulStop signals;
    private volatile @Nullable RuntimeException why;

    /** Of the statement that this thread is about to run. */
    StatementWatch(LocalSql sql, Optional<Duration> limit) {
        this.sql = sql;
        this.timer = new Thread(() -> limit.ifPresent(this::await), "statement-watch");
        timer.setDaemon(true);
        timer.start();
        this.signals = GracefulStop.of(() -> stop(new InterruptedStatement()));
    }

    /** A signal has asked for the end. */
    static final class InterruptedStatement extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InterruptedStatement() {
            super("interrupted; the statement was stopped, and nothing that it read was changed");
        }
    }

    private void await(Duration limit) {
        try {
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                stop(new TimedOutException("the statement was stopped after " + Durations.told(limit)
                        + " (--timeout); nothing was changed. Give it longer, or ask for less: a condition on the key or on "
                        + "time lets files be left out"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(RuntimeException reason) {
        why = reason;
        long last = System.nanoTime() + PATIENCE_NANOS;
        try {
            do {
                sql.stop();
                statement.interrupt();
            } while (!ended.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What to throw where the statement has failed: that it was stopped, if it was. */
    RuntimeException toldOf(RuntimeException failure) {
        RuntimeException reason = why;
        return reason == null ? failure : reason;
    }

    @Override
    public void close() {
        ended.countDown();
        // The interrupt was for the statement, and what comes after it must not fail for it.
        Thread.interrupted();
        signals.close();
    }
}
