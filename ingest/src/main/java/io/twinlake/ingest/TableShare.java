package io.twinlake.ingest;

import io.twinlake.log.Action;
import io.twinlake.log.Snapshot;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who writes a table, by the progress that its log has of each.
 *
 * @param pipeline the one that asks
 * @param epochs by application, of all but that one
 * @param isKnown whether that one has made progress too
 */
record TableShare(String pipeline, TreeMap<String, Long> epochs, boolean isKnown) {

    static TableShare of(Snapshot table, String pipeline) {
        TreeMap<String, Long> epochs = table.transactions().stream()
                .collect(Collectors.toMap(
                        Action.SetTransaction::appId, Action.SetTransaction::version, Math::max, TreeMap::new));
        boolean isKnown = epochs.remove(pipeline) != null;
        return new TableShare(pipeline, epochs, isKnown);
    }

    Set<String> others() {
        return new TreeSet<>(epochs.keySet());
    }

    /** Whether others write the table and the pipeline has not begun. */
    boolean isNew() {
        return !isKnown && !epochs.isEmpty();
    }

    IllegalArgumentException refusal(String table, Optional<? extends RuntimeException> cause) {
        String first = epochs.isEmpty() ? "another" : epochs.firstKey();
        @Nullable Throwable why = cause.orElse(null);
        return new IllegalArgumentException(
                "pipeline " + pipeline + " can't begin to write table " + table + ", which " + named()
                        + " writes: a key that comes in both would be two twins, and its rows be there twice."
                        + " To go on where that one is, give its name (--pipeline " + first
                        + "); for a table of its own, give the definition another table or the pipeline another lake"
                        + " (--lake); if no key of one comes in the other, say so (--shares-table). Nothing was written"
                        + " to the table",
                why);
    }

    String warning(String table) {
        return "table " + table + " is written by " + named() + " as well as by " + pipeline
                + ": that is sound as long as no key of one comes in the other, which 'twinlake doctor " + table
                + "' checks; --shares-table says that it is meant so";
    }

    private String named() {
        return epochs.entrySet().stream()
                .map(other -> "pipeline " + other.getKey() + " (at epoch " + other.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
