package io.twinlake.ingest;

import io.twinlake.twin.InvalidDefinitionException;
import io.twinlake.twin.TwinDefinition;
import java.util.List;
import java.util.Optional;

/** A definition that changed and kept its version: rows of both look alike. */
final class SameVersion {

    private SameVersion() {}

    /** What to say, if anything. Takes the text that the table had till now. */
    static Optional<String> notice(String before, TwinDefinition now) {
        Optional<TwinDefinition> known = read(before);
        if (known.isEmpty() || known.get().version() != now.version()) {
            return Optional.empty();
        }
        List<String> changed = now.changedSince(known.get());
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("the definition of " + now.table().qualifiedName() + " says version " + now.version()
                        + " as it did before, and is another one in: " + String.join(", ", changed)
                        + ". Rows of both say definition_version " + now.version() + "; write version: "
                        + (now.version() + 1L) + " to tell them apart");
    }

    /** A text that an older release kept may be none that this one reads: then nothing is said of it. */
    private static Optional<TwinDefinition> read(String text) {
        try {
            return Optional.of(TwinDefinition.recorded("the definition that the table keeps", text));
        } catch (InvalidDefinitionException unreadable) {
            return Optional.empty();
        }
    }
}
