package io.twinlake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** How a file's bytes are compressed, by the end of its name. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    static Compression of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (lower.endsWith(GZIP.suffix)) {
            return GZIP;
        }
        return lower.endsWith(ZSTD.suffix) || lower.endsWith(".zstd") ? ZSTD : NONE;
    }

    /** The name without the suffix that tells of compression. */
    static String nameWithin(String fileName) {
        return of(fileName) == NONE ? fileName : fileName.substring(0, fileName.lastIndexOf('.'));
    }

    InputStream decompress(InputStream compressed) {
        return switch (this) {
            case NONE -> compressed;
            case GZIP -> new GzipStream(compressed);
            case ZSTD -> new ZstdStream(compressed);
        };
    }

    /** What is wrong with a file that does not decompress. */
    SourceException broken(String file, IOException cause) {
        return new SourceException(
                file + " can't be read as " + name().toLowerCase(Locale.ROOT) + ": " + cause.getMessage()
                        + "; it is damaged, cut off or not compressed: replace it, or correct its name's ending",
                cause);
    }
}
