package io.twinlake.query;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How local SQL is run.
 *
 * @param cacheFolder in a folder below it copies of remote data files are kept while the session lasts, and what the
 *     engine spills
 * @param cacheBytes how many bytes of them at most; a query that needs more is refused
 * @param memoryBytes of the engine; it spills beyond
 * @param threads of the engine
 * @param httpfs the file of DuckDB's extension {@code httpfs}, or {@code httpfs} for the one that is installed in
 *     DuckDB's own folder: with it S3 is read without copies. Where it is empty or can't be loaded, by copies
 */
public record SqlOptions(Path cacheFolder, long cacheBytes, long memoryBytes, int threads, Optional<String> httpfs) {

    static final String HTTPFS = "httpfs";

    public SqlOptions {
        if (cacheBytes < 1 || memoryBytes < 1 || threads < 1) {
            throw new IllegalArgumentException("cacheBytes " + cacheBytes + ", memoryBytes " + memoryBytes
                    + ", threads " + threads + "; expected at least 1 each");
        }
    }

    /** 2 GiB of copies in {@code cacheFolder}, 1 GiB of memory, as many threads as cores, httpfs if it is installed. */
    public static SqlOptions defaults(Path cacheFolder) {
        return new SqlOptions(
                cacheFolder, 2L << 30, 1L << 30, Runtime.getRuntime().availableProcessors(), Optional.of(HTTPFS));
    }

    public SqlOptions withCacheBytes(long bytes) {
        return new SqlOptions(cacheFolder, bytes, memoryBytes, threads, httpfs);
    }

    public SqlOptions withMemoryBytes(long bytes) {
        return new SqlOptions(cacheFolder, cacheBytes, bytes, threads, httpfs);
    }

    public SqlOptions withThreads(int number) {
        return new SqlOptions(cacheFolder, cacheBytes, memoryBytes, number, httpfs);
    }

    public SqlOptions withHttpfs(Path file) {
        return new SqlOptions(cacheFolder, cacheBytes, memoryBytes, threads, Optional.of(file.toString()));
    }

    public SqlOptions withoutHttpfs() {
        return new SqlOptions(cacheFolder, cacheBytes, memoryBytes, threads, Optional.empty());
    }
}
