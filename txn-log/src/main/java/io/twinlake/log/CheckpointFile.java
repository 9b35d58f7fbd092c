package io.twinlake.log;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an object of a checkpoint in the log folder (PROTOCOL.md, "Checkpoint Naming Scheme").
 *
 * @param version what it sums up
 * @param form how it is named and encoded
 * @param part which of the parts, from 1
 * @param parts how many there are in all
 * @param name in the log folder
 */
public record CheckpointFile(Version version, Form form, int part, int parts, String name) {

    private static final Pattern CLASSIC = Pattern.compile("(\\d{20})\\.checkpoint\\.parquet");
    private static final Pattern PART = Pattern.compile("(\\d{20})\\.checkpoint\\.(\\d{10})\\.(\\d{10})\\.parquet");
    private static final Pattern UNIQUE = Pattern.compile(
            "(\\d{20})\\.checkpoint\\.([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\\.(json|parquet)");

    /** The schemes of naming. */
    public enum Form {
        /** One Parquet object. */
        CLASSIC,
        /** One of several Parquet objects. */
        PART,
        /** One JSON object with a unique name, that may refer to sidecars. */
        UNIQUE_JSON,
        /** One Parquet object with a unique name, that may refer to sidecars. */
        UNIQUE_PARQUET
    }

    /** A checkpoint in JSON with a unique name. */
    static CheckpointFile unique(Version version, UUID unique) {
        String name = CommitFile.prefix(version) + ".checkpoint." + unique + ".json";
        return new CheckpointFile(version, Form.UNIQUE_JSON, 1, 1, name);
    }

    /** The classic checkpoint of a version. */
    public static CheckpointFile classic(Version version) {
        return new CheckpointFile(version, Form.CLASSIC, 1, 1, CommitFile.prefix(version) + ".checkpoint.parquet");
    }

    /** The checkpoint that a name in the log folder belongs to; empty for whatever else lies there. */
    public static Optional<CheckpointFile> parse(String name) {
        Matcher classic = CLASSIC.matcher(name);
        if (classic.matches()) {
            return version(classic).map(version -> new CheckpointFile(version, Form.CLASSIC, 1, 1, name));
        }
        Matcher part = PART.matcher(name);
        if (part.matches()) {
            return part(part, name);
        }
        Matcher unique = UNIQUE.matcher(name);
        if (unique.matches()) {
            Form form = unique.group(3).equals("json") ? Form.UNIQUE_JSON : Form.UNIQUE_PARQUET;
            return version(unique).map(version -> new CheckpointFile(version, form, 1, 1, name));
        }
        return Optional.empty();
    }

    /** Parts are counted in ten digits, of which more than nine are no number of parts. */
    private static Optional<CheckpointFile> part(Matcher part, String name) {
        long number = Long.parseLong(part.group(2));
        long parts = Long.parseLong(part.group(3));
        return Math.max(number, parts) > Integer.MAX_VALUE
                ? Optional.empty()
                : version(part).map(version -> new CheckpointFile(version, Form.PART, (int) number, (int) parts, name));
    }

    private static Optional<Version> version(Matcher matcher) {
        return Version.parse(matcher.group(1));
    }
}
