package io.twinlake.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a file's bytes are compressed, by the end of its name. */
enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private static final int BUFFER_BYTES = 1 << 16;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    static Compression of(String fileName) {
        if (fileName.endsWith(GZIP.suffix)) {
            return GZIP;
        }
        return fileName.endsWith(ZSTD.suffix) || fileName.endsWith(".zstd") ? ZSTD : NONE;
    }

    /** The name without the suffix that tells of compression. */
    static String nameWithin(String fileName) {
        return of(fileName) == NONE ? fileName : fileName.substring(0, fileName.lastIndexOf('.'));
    }

    InputStream decompress(InputStream compressed) throws IOException {
        return switch (this) {
            case NONE -> compressed;
            case GZIP -> new GZIPInputStream(new BufferedInputStream(compressed, BUFFER_BYTES), BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(new BufferedInputStream(compressed, BUFFER_BYTES));
        };
    }

    /** What is wrong with a file that does not decompress. */
    SourceException broken(String file, IOException cause) {
        return new SourceException(
                file + " can't be read as " + name().toLowerCase(java.util.Locale.ROOT) + ": " + cause.getMessage()
                        + "; it is damaged, cut off or not compressed: replace it, or correct its name's ending",
                cause);
    }
}
