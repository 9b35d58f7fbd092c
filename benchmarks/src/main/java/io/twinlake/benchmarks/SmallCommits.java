package io.twinlake.benchmarks;

import java.io.IOException;

/** Writes small commits to a table of its own. */
interface SmallCommits extends AutoCloseable {

    /** Rows of a commit. */
    int ROWS = 100;

    /** Commits {@link #ROWS} rows, {@code number} makes them differ, and writes a checkpoint if one is due. */
    void commit(int number) throws IOException;

    @Override
    void close();
}
