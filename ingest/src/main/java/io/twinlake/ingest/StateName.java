package io.twinlake.ingest;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which state checkpoint: several processes may think that a pipeline is theirs, and each keeps its own, so that none
 * changes the state from which another one's next epoch goes on.
 *
 * @param epoch the last one whose rows are in it
 * @param writer the process that keeps it; empty in lakes from before it was part of the name
 */
record StateName(long epoch, String writer) {

    private static final Pattern TEXT = Pattern.compile("(\\d{20})(?:-(.+))?");

    static Optional<StateName> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new StateName(
                        Long.parseLong(matcher.group(1)),
                        Optional.ofNullable(matcher.group(2)).orElse("")))
                : Optional.empty();
    }

    String text() {
        return String.format(Locale.ROOT, "%020d", epoch) + (writer.isEmpty() ? "" : "-" + writer);
    }

    /** Whether the rounds of {@code next}, the epoch behind it, go on from it: its writer begins with what it kept last. */
    boolean leadsTo(Epoch next) {
        return writer.isEmpty() || writer.equals(next.writer());
    }
}
