package io.twinlake.format;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** The pages of a sound file are compressed by a codec for which there is no library here. */
final class UnsupportedCodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedCodecException(CompressionCodecName codec, @Nullable Throwable cause) {
        super("its pages are compressed by " + codec.name() + ", for which there is no library here", cause);
    }
}
