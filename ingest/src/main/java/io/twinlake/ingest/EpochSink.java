package io.twinlake.ingest;

/** Where closed epochs go, in order. */
interface EpochSink extends AutoCloseable {

    /** Takes over an epoch that has just been made; it may be committed later, by another thread. */
    void accept(ClosedEpoch epoch);

    /** Takes over an epoch that was recorded before and has been made again. */
    void acceptReplayed(ClosedEpoch epoch);

    /** Keeps a state in which no epoch is newer than the last one accepted. */
    void keep(PipelineState state);

    /** Says that the pipeline is at work, though there is nothing to commit. */
    void beat();

    /** Waits until all that was accepted is committed. */
    void drain();

    /** Lets what is under way end, so that nothing is written behind whoever comes next. */
    @Override
    void close();
}
