package io.twinlake.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a stream was asked for.
 *
 * @param start where it begins without a checkpoint
 * @param maxFiles the most files of a micro-batch
 * @param maxBytes about the most bytes of a micro-batch: the file that passes the bound waits for the next one
 * @param changes what becomes of commits that delete or rewrite rows
 * @param order in which the rows of a snapshot come
 */
record StreamOptions(
        StreamStart start, OptionalInt maxFiles, OptionalLong maxBytes, ChangeCommits changes, SnapshotOrder order) {

    private static final int DEFAULT_MAX_FILES = 1000;

    static StreamOptions of(CaseInsensitiveStringMap options) {
        for (String timeTravel : new String[] {ReadOptions.VERSION, ReadOptions.TIMESTAMP}) {
            if (options.containsKey(timeTravel)) {
                throw new IllegalArgumentException(timeTravel + " fixes a version, and a stream goes on; "
                        + "use startingVersion or startingTimestamp to say where it begins");
            }
        }
        OptionalLong maxFiles = positive(options, ReadOptions.MAX_FILES, Integer.MAX_VALUE);
        OptionalLong maxBytes = positive(options, ReadOptions.MAX_BYTES, Long.MAX_VALUE);
        OptionalInt files = maxFiles.isPresent()
                ? OptionalInt.of((int) maxFiles.getAsLong())
                : maxBytes.isPresent() ? OptionalInt.empty() : OptionalInt.of(DEFAULT_MAX_FILES);
        return new StreamOptions(
                StreamStart.of(options), files, maxBytes, ChangeCommits.of(options), SnapshotOrder.of(options));
    }

    /** The bounds in Spark's words. */
    ReadLimit readLimit() {
        List<ReadLimit> limits = new ArrayList<>();
        maxFiles.ifPresent(files -> limits.add(ReadLimit.maxFiles(files)));
        maxBytes.ifPresent(bytes -> limits.add(ReadLimit.maxBytes(bytes)));
        return limits.size() == 1 ? limits.get(0) : ReadLimit.compositeLimit(limits.toArray(ReadLimit[]::new));
    }

    private static OptionalLong positive(CaseInsensitiveStringMap options, String name, long most) {
        String text = options.get(name);
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long value = org.apache.spark.network.util.JavaUtils.byteStringAsBytes(text.strip());
            if (value > 0 && value <= most) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refused(name, text, most), e);
        }
        throw new IllegalArgumentException(refused(name, text, most));
    }

    private static String refused(String name, String text, long most) {
        return name + " is '" + text + "'; expected a number from 1 to " + most
                + (name.contains("Bytes") ? ", or a size such as 64m" : "");
    }
}
