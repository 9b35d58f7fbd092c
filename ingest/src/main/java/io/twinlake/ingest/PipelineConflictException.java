package io.twinlake.ingest;

import io.twinlake.storage.Location;

/** Another process runs this pipeline; this one has to stop and has lost nothing. The message says which one. */
public final class PipelineConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PipelineConflictException(String message) {
        super(message);
    }

    /** Only another process deletes what was there a moment ago. */
    static PipelineConflictException gone(PipelineFolder folder, Location listed) {
        return new PipelineConflictException(listed + " was listed and is gone: another process of pipeline "
                + folder.name() + " is at work. Start again once it has ended");
    }
}
