package io.twinlake.log;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a commit in the log folder (PROTOCOL.md, "Delta Log Entries"). */
public record CommitFile(Version version) {

    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.json");

    /** The commit that a name in the log folder is of; empty for whatever else lies there. */
    public static Optional<CommitFile> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Version.parse(matcher.group(1)).map(CommitFile::new) : Optional.empty();
    }

    public String name() {
        return prefix(version) + ".json";
    }

    /** What the names of all objects of a version begin with. */
    static String prefix(Version version) {
        return String.format(Locale.ROOT, "%020d", version.number());
    }
}
