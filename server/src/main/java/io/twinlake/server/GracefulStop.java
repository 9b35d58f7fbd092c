package io.twinlake.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * On SIGTERM or Ctrl-C asks work to end, and holds the process until it has. The process then ends with what came of the
 * work ({@link #exit}), not with the signal's number.
 */
final class GracefulStop implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private static final long EXIT_SECONDS = 10;

    private static final CountDownLatch SAID = new CountDownLatch(1);

    private static volatile boolean stopping;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private GracefulStop(Runnable stop) {
        this.hook = new Thread(
                () -> {
                    stopping = true;
                    stop.run();
                    await();
                },
                "graceful-stop");
    }

    static GracefulStop of(Runnable stop) {
        GracefulStop graceful = new GracefulStop(stop);
        Runtime.getRuntime().addShutdownHook(graceful.hook);
        return graceful;
    }

    /**
     * Ends the process, also while it is going down by a signal: then {@link System#exit} would wait for ever. What was
     * interrupted ends as the signal ends it, so that files which libraries have for the process alone are deleted.
     */
    static void exit(int code) {
        if (stopping && code == ExitCode.INTERRUPTED.number()) {
            SAID.countDown();
        } else if (stopping) {
            Runtime.getRuntime().halt(code);
        } else if (code != 0 || !isLastThread()) {
            System.exit(code);
        }
    }

    /**
     * Whether the process ends by itself, with 0, when this thread does. That is sooner: Java 21 and later look through all
     * jars for a logger that {@link System#exit} may tell.
     */
    private static boolean isLastThread() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] threads = new Thread[2 * all.activeCount() + 8];
        int found = all.enumerate(threads);
        return found < threads.length
                && Stream.of(threads)
                        .limit(found)
                        .allMatch(thread -> thread.isDaemon() || thread == Thread.currentThread());
    }

    /** The work has ended. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is going down already, and the hook waits for just this.
        }
    }

    private void await() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("twinlake: did not end within " + PATIENCE_SECONDS
                        + " s; what was recorded is replayed at the next start");
            } else {
                // Until the command has said what came of it and ends the process itself.
                SAID.await(EXIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
