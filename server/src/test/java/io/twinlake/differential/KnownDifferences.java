package io.twinlake.differential;

import io.twinlake.differential.Comparison.Difference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a peer differs from us and why we are right. Each must really be met: an entry that is not is an error too. */
final class KnownDifferences {

    private record Known(String table, Peer peer, Set<Part> parts, String why) {}

    private static final List<Known> ALL = List.of(
            new Known(
                    "golden-canonicalized-paths-.*",
                    Peer.KERNEL,
                    Set.of(Part.OPENS),
                    "compares paths as texts, so that a file removed under another spelling stays alive (PROTOCOL.md, "
                            + "Action Reconciliation: the key is the file that the URI names)"),
            new Known(
                    "golden-canonicalized-paths-.*",
                    Peer.DELTA_SPARK,
                    Set.of(Part.FILES),
                    "names an absolute path with its scheme where the log has none; it is the same file"),
            new Known(
                    "golden-deltalog-commit-info|golden-update-deleted-directory",
                    Peer.KERNEL,
                    Set.of(Part.OPENS),
                    "wants a schema in metaData; this log has none and no file that needs one"),
            new Known(
                    "golden-deltalog-commit-info|golden-update-deleted-directory",
                    Peer.DELTA_SPARK,
                    Set.of(Part.OPENS),
                    "has null for the text of a schema that the log does not give"),
            new Known(
                    "golden-data-reader-partition-values",
                    Peer.EXPECTED,
                    Set.of(Part.ROWS),
                    "were written in the writer's zone, which nobody recorded; a time without one is UTC, as in Kernel"),
            new Known(
                    "kernel-type-widening",
                    Peer.KERNEL,
                    Set.of(Part.OPENS),
                    "has no decimal for whole numbers of so few digits; the change from byte to decimal(4,1) is none of those that "
                            + "the protocol lists, but every byte fits into it"),
            new Known(
                    "kernel-type-widening",
                    Peer.DELTA_SPARK,
                    Set.of(Part.ROWS, Part.PRUNING),
                    "refuses the change from byte to decimal(4,1), which the protocol does not list; every byte fits into it"),
            new Known(
                    "kernel-type-widening",
                    Peer.OUR_CONNECTOR,
                    Set.of(Part.ROWS),
                    "reads with Spark's reader, which has no decimal for whole numbers of so few digits, and says so"),
            new Known(
                    "golden-data-reader-timestamp_ntz|golden-data-reader-timestamp_ntz-name-mode|kernel-data-reader-timestamp_ntz",
                    Peer.KERNEL,
                    Set.of(Part.PRUNING),
                    "has no IN for partitions of type timestamp_ntz"),
            new Known(
                    "kernel-crc-full",
                    Peer.KERNEL,
                    Set.of(Part.DOMAINS),
                    "believes a checksum file that has domains of which the log knows nothing"),
            new Known(
                    "kernel-timestamp-partitioned-table",
                    Peer.KERNEL,
                    Set.of(Part.OPENS, Part.PRUNING),
                    "fails at a path with a colon in a folder's name, which is no scheme"),
            new Known(
                    "kernel-timestamp-partitioned-table",
                    Peer.DELTA_SPARK,
                    Set.of(Part.OPENS, Part.ROWS, Part.PRUNING),
                    "fails at a path with a colon in a folder's name, which is no scheme"),
            new Known(
                    "kernel-app-txn-with-last-updated",
                    Peer.DELTA_SPARK,
                    Set.of(Part.TRANSACTIONS),
                    "leaves out what delta.setTransactionRetentionDuration lets it forget; we forget when a checkpoint is "
                            + "written, so that a pipeline's mark lives as long as it can"),
            new Known(
                    "kernel-parsed-stats",
                    Peer.DELTA_SPARK,
                    Set.of(Part.ROWS),
                    "is asked without skipping files; the statistics of ts_col are false, its files have no such column"),
            new Known(
                    "kernel-parsed-stats",
                    Peer.UNPRUNED,
                    Set.of(Part.ROWS),
                    "does not go by statistics; those of ts_col are false, its files have no such column"),
            new Known(
                    "kernel-parsed-stats",
                    Peer.OUR_CONNECTOR,
                    Set.of(Part.ROWS),
                    "is asked without skipping files; the statistics of ts_col are false, its files have no such column"),
            new Known(
                    "kernel-partition_cm/.*",
                    Peer.KERNEL,
                    Set.of(Part.OPENS, Part.PRUNING),
                    "fails at an empty line in a commit"),
            new Known(
                    "kernel-void-column|times without zone, void, INT96",
                    Peer.KERNEL,
                    Set.of(Part.OPENS, Part.PRUNING),
                    "does not know the type void"),
            new Known(
                    "type widening",
                    Peer.KERNEL,
                    Set.of(Part.PRUNING),
                    "fails at statistics that were written for the narrower type"),
            new Known(
                    "kernel-unshredded-variant|variant|variant, shredded",
                    Peer.KERNEL,
                    Set.of(Part.OPENS),
                    "has no values of type variant in its own reader"),
            new Known(
                    "a sidecar that is missing|a checkpoint that is damaged",
                    Peer.KERNEL,
                    Set.of(Part.OPENS, Part.PRUNING),
                    "fails where the commits before the checkpoint still say everything"),
            new Known(
                    "a sidecar that is missing|a checkpoint that is damaged",
                    Peer.DELTA_SPARK,
                    Set.of(Part.OPENS, Part.ROWS, Part.PRUNING),
                    "fails where the commits before the checkpoint still say everything"));

    private KnownDifferences() {}

    /** What differs unexpectedly or, unexpectedly, not; in words, empty where all is as known. */
    static List<String> surprises(String table, Map<Difference, String> found) {
        Map<Difference, String> known = known(table);
        List<String> surprises = found.entrySet().stream()
                .filter(entry -> !known.containsKey(entry.getKey()))
                .map(entry ->
                        entry.getKey().peer() + " differs in " + entry.getKey().part() + ": " + entry.getValue())
                .collect(Collectors.toList());
        known.keySet().stream()
                .filter(difference -> !found.containsKey(difference))
                .forEach(difference -> surprises.add(difference.peer() + " does not differ in " + difference.part()
                        + " any more: " + known.get(difference)));
        return surprises;
    }

    /** For people. */
    static String reasons(String table, Map<Difference, String> found) {
        Map<String, String> reasons = new TreeMap<>();
        known(table).forEach((difference, why) -> {
            if (found.containsKey(difference)) {
                reasons.merge(
                        difference.peer() + " " + why, difference.part().name(), (one, other) -> one + ", " + other);
            }
        });
        return reasons.entrySet().stream()
                .map(entry -> "; not as " + entry.getKey() + " [" + entry.getValue() + "]")
                .collect(Collectors.joining());
    }

    private static Map<Difference, String> known(String table) {
        return ALL.stream()
                .filter(each -> table.matches(each.table()))
                .flatMap(each ->
                        each.parts().stream().map(part -> Map.entry(new Difference(each.peer(), part), each.why())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
