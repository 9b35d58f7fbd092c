package io.twinlake.query;

import java.nio.file.Path;

/**
 * How local SQL is run.
 *
 * @param cacheFolder in a folder below it copies of remote data files are kept while the session lasts, and what the
 *     engine spills
 * @param cacheBytes how many bytes of them at most; a query that needs more is refused
 * @param memoryBytes of the engine; it spills beyond
 * @param threads of the engine
 */
public record SqlOptions(Path cacheFolder, long cacheBytes, long memoryBytes, int threads) {

    public SqlOptions {
        if (cacheBytes < 1 || memoryBytes < 1 || threads < 1) {
            throw new IllegalArgumentException("cacheBytes " + cacheBytes + ", memoryBytes " + memoryBytes
                    + ", threads " + threads + "; expected at least 1 each");
        }
    }

    /** 2 GiB of copies in {@code cacheFolder}, 1 GiB of memory, as many threads as the machine has cores. */
    public static SqlOptions defaults(Path cacheFolder) {
        return new SqlOptions(
                cacheFolder, 2L << 30, 1L << 30, Runtime.getRuntime().availableProcessors());
    }

    public SqlOptions withCacheBytes(long bytes) {
        return new SqlOptions(cacheFolder, bytes, memoryBytes, threads);
    }

    public SqlOptions withMemoryBytes(long bytes) {
        return new SqlOptions(cacheFolder, cacheBytes, bytes, threads);
    }

    public SqlOptions withThreads(int number) {
        return new SqlOptions(cacheFolder, cacheBytes, memoryBytes, number);
    }
}
