package io.twinlake.ingest;

/** A definition says to stop at what has come: all before it is committed. Correct the input or the definition, and go on. */
public final class PipelineStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PipelineStoppedException(String message) {
        super(message);
    }
}
