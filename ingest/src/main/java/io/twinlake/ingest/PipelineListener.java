package io.twinlake.ingest;

/** Is told how a pipeline gets on, from the pipeline's threads: it must not wait. */
public interface PipelineListener {

    /** Tells nobody. */
    PipelineListener NONE = new PipelineListener() {};

    /**
     * An epoch is committed to all its tables: a compactor, for one, may look at them now. Called at state checkpoints
     * too, as events that made no row count.
     */
    default void committed(PipelineProgress progress) {}

    /** Something that a user should know and that stops nothing. */
    default void notice(String text) {}
}
