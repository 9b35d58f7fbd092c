package io.twinlake.ingest;

import org.jspecify.annotations.Nullable;

/**
 * What the lake keeps of a pipeline is damaged or gone, or does not go together with its tables: nothing was written. The
 * message names the object or table and says what to do.
 */
public final class CorruptPipelineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CorruptPipelineException(String message) {
        super(message);
    }

    public CorruptPipelineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
