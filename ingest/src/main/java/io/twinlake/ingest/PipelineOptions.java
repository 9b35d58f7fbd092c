package io.twinlake.ingest;

import java.time.Duration;

/**
 * How a pipeline runs. Lateness and what happens to bad input are not here: definitions say them.
 *
 * @param epoch an epoch closes after this time, if it has rows
 * @param epochEvents and after this many events
 * @param follow whether sources are followed as they grow, or read to their end
 * @param close whether all pending timers fire at the end of input
 * @param threads that decode, and that apply
 * @param stateInterval the least time between state checkpoints: what a restart has to read again at most
 * @param ownerTtl after this time without a sign of life another process may take the pipeline over
 * @param takeOver whether to take the pipeline over from an owner that seems to be alive
 * @param sharesTable whether it may begin to write a table that another pipeline writes: their keys are disjoint
 */
public record PipelineOptions(
        Duration epoch,
        int epochEvents,
        boolean follow,
        boolean close,
        int threads,
        Duration stateInterval,
        Duration ownerTtl,
        boolean takeOver,
        boolean sharesTable) {

    public PipelineOptions {
        requirePositive("epoch", epoch);
        requirePositive("stateInterval", stateInterval);
        requirePositive("ownerTtl", ownerTtl);
        if (epochEvents < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "epochEvents is " + epochEvents + " and threads is " + threads + "; expected 1 or more of each");
        }
        if (follow && close) {
            throw new IllegalArgumentException("a followed source has no end at which to close; choose one of both");
        }
    }

    /** Epochs of 1 s or 500,000 events, bounded, one thread a processor, a state checkpoint every 30 s. */
    public static PipelineOptions defaults() {
        return new PipelineOptions(
                Duration.ofSeconds(1),
                500_000,
                false,
                false,
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                false,
                false);
    }

    public PipelineOptions withEpoch(Duration other) {
        return new PipelineOptions(
                other, epochEvents, follow, close, threads, stateInterval, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withEpochEvents(int other) {
        return new PipelineOptions(
                epoch, other, follow, close, threads, stateInterval, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withFollow(boolean other) {
        return new PipelineOptions(
                epoch, epochEvents, other, close, threads, stateInterval, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withClose(boolean other) {
        return new PipelineOptions(
                epoch, epochEvents, follow, other, threads, stateInterval, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withThreads(int other) {
        return new PipelineOptions(
                epoch, epochEvents, follow, close, other, stateInterval, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withStateInterval(Duration other) {
        return new PipelineOptions(epoch, epochEvents, follow, close, threads, other, ownerTtl, takeOver, sharesTable);
    }

    public PipelineOptions withTakeOver(boolean other) {
        return new PipelineOptions(
                epoch, epochEvents, follow, close, threads, stateInterval, ownerTtl, other, sharesTable);
    }

    public PipelineOptions withSharesTable(boolean other) {
        return new PipelineOptions(
                epoch, epochEvents, follow, close, threads, stateInterval, ownerTtl, takeOver, other);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " is " + value + "; expected more than zero");
        }
    }
}
