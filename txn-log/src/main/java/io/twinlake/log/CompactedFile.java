package io.twinlake.log;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an object that sums up commits (PROTOCOL.md, "Log Compaction Files").
 *
 * @param first version that it sums up
 * @param last version that it sums up
 */
record CompactedFile(Version first, Version last) {

    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.(\\d{20})\\.compacted\\.json");

    CompactedFile {
        if (first.compareTo(last) >= 0) {
            throw new IllegalArgumentException(
                    "versions " + first + " to " + last + " can't be summed up; expected at least two, in order");
        }
    }

    /** The log compaction that a name in the log folder is of; empty for whatever else lies there. */
    static Optional<CompactedFile> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Version.parse(matcher.group(1))
                .flatMap(first -> Version.parse(matcher.group(2))
                        .filter(last -> first.compareTo(last) < 0)
                        .map(last -> new CompactedFile(first, last)));
    }

    String name() {
        return String.format(Locale.ROOT, "%020d.%020d.compacted.json", first.number(), last.number());
    }
}
