package io.twinlake.ingest;

import io.twinlake.twin.StreamText;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the files of a source are read.
 *
 * @param format the source's parameter; else the end of a file's name tells
 * @param plan what is made of their events
 * @param notices takes what a user should know of a file
 */
record Reading(Optional<String> format, StreamPlan plan, Consumer<String> notices) {

    StreamText text() {
        return plan.text();
    }

    /** Whether the text's positions are those of the file's bytes. */
    boolean isSeekable(Compression compression) {
        return compression == Compression.NONE && text().encoding().equals(StandardCharsets.UTF_8);
    }

    /** A file's bytes as text in UTF-8: what positions count. */
    InputStream open(Compression compression, InputStream file) {
        InputStream bytes = compression.decompress(file);
        return text().encoding().equals(StandardCharsets.UTF_8) ? bytes : new Utf8Stream(bytes, text().encoding());
    }
}
