package io.twinlake.ingest;

/** Another process runs this pipeline; this one has to stop and has lost nothing. The message says which one. */
public final class PipelineConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PipelineConflictException(String message) {
        super(message);
    }
}
