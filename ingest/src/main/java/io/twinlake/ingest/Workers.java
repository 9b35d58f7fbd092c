package io.twinlake.ingest;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Who does a pipeline's work beside the thread that runs it. A simulation takes this into its own hands. */
@FunctionalInterface
public interface Workers {

    /** Daemon threads, named for their work. */
    Workers THREADS = (name, threads) -> Executors.newFixedThreadPool(threads, work -> {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    });

    /** An executor that does up to {@code threads} tasks at a time; the pipeline shuts it down. */
    ExecutorService start(String name, int threads);
}
