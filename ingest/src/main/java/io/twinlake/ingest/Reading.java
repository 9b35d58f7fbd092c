package io.twinlake.ingest;

import io.twinlake.twin.StreamText;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * How the files of a source are read.
 *
 * @param format the source's parameter; else the end of a file's name tells
 * @param plan what is made of their events
 * @param notices takes the name of a file and what a user should know of it
 */
record Reading(Optional<String> format, StreamPlan plan, BiConsumer<String, String> notices) {

    /** What programs that rotate logs add to a name. */
    private static final Pattern ROTATED = Pattern.compile("(\\.\\d{1,3}|[-._]\\d{4}[-_.\\dtz]*)$");

    StreamText text() {
        return plan.text();
    }

    /** The same for a file that had that name when it was begun. */
    Reading as(String begunAs) {
        return new Reading(Optional.of(formatOf(begunAs)), plan, notices);
    }

    /** How a file is read: {@code parquet}, {@code csv} or {@code json}. */
    String formatOf(String name) {
        if (format.isPresent()) {
            return format.get().toLowerCase(Locale.ROOT);
        }
        String within = ROTATED.matcher(Compression.nameWithin(name).toLowerCase(Locale.ROOT))
                .replaceFirst("");
        if (within.endsWith(".parquet")) {
            return "parquet";
        }
        return within.endsWith(".csv") ? "csv" : "json";
    }

    boolean isParquet(String name) {
        return formatOf(name).equals("parquet");
    }

    /** Whether the file itself tells where it ends, so that none of it is not all of it. */
    boolean hasEnd(String name) {
        return Compression.of(name) != Compression.NONE || isParquet(name);
    }

    /** Whether a part of the file may be read as the whole, and reading may begin anywhere. */
    boolean isPlainText(String name) {
        return isSeekable(Compression.of(name)) && !isParquet(name);
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
