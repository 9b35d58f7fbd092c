package io.twinlake.query;

/**
 * How a scan is run in this process.
 *
 * @param parallelFiles how many files are read at a time, each by a thread of its own; 1 reads in the caller's thread
 */
public record ReadOptions(int parallelFiles) {

    public ReadOptions {
        if (parallelFiles < 1) {
            throw new IllegalArgumentException("parallelFiles " + parallelFiles + "; expected at least 1");
        }
    }

    /** Four files at a time. */
    public static ReadOptions defaults() {
        return new ReadOptions(4);
    }

    public ReadOptions withParallelFiles(int files) {
        return new ReadOptions(files);
    }
}
