package io.twinlake.ingest;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waiting for what another thread does, with its failure as one's own. */
final class Waiting {

    private Waiting() {}

    static <T> T on(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(Objects.requireNonNullElse(e.getCause(), e));
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until it is over; how it ended is for others to ask. */
    static void forEndOf(Future<?> future) {
        try {
            on(future);
        } catch (RuntimeException | Error asked) {
            return;
        }
    }

    /** A failure as one that can be thrown. */
    static RuntimeException unwrapped(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
