package io.twinlake.compaction;

import io.twinlake.storage.Location;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object of {@code _delta_log} that belongs to one version, by its name (PROTOCOL.md, "Delta Log Entries",
 * "Checkpoints", "Log Compaction Files", "Version Checksum File").
 *
 * @param version that it is of; for a log compaction the last of its range
 */
record LogFile(Kind kind, long version) {

    /** What it holds. */
    enum Kind {
        COMMIT,
        CHECKPOINT,
        LOG_COMPACTION,
        CHECKSUM
    }

    /** No version has a number beyond; in twenty digits, which compare as numbers do. */
    private static final String MOST = "09223372036854775807";

    private static final Pattern NAME = Pattern.compile("(\\d{20})(?:"
            + "(?<commit>\\.json)"
            + "|(?<checkpoint>\\.checkpoint(?:\\.\\d{10}\\.\\d{10})?\\.parquet|\\.checkpoint\\.[0-9a-fA-F-]{36}\\.(?:json|parquet))"
            + "|\\.(?<last>\\d{20})\\.compacted\\.json"
            + "|(?<checksum>\\.crc))");

    static Location folder(Location table) {
        return table.resolve("_delta_log");
    }

    /** Empty for the names of everything else. */
    static Optional<LogFile> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String last = matcher.group("last");
        String version = last == null ? matcher.group(1) : last;
        return version.compareTo(MOST) > 0
                ? Optional.empty()
                : Optional.of(new LogFile(kind(matcher), Long.parseLong(version)));
    }

    private static Kind kind(Matcher matcher) {
        if (matcher.group("commit") != null) {
            return Kind.COMMIT;
        }
        if (matcher.group("checkpoint") != null) {
            return Kind.CHECKPOINT;
        }
        return matcher.group("checksum") != null ? Kind.CHECKSUM : Kind.LOG_COMPACTION;
    }
}
