package io.twinlake.differential;

import io.twinlake.format.Predicate;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One table, opened at every version by us, by Delta Kernel and by Delta Spark: what the log says, the rows, those that a
 * predicate asks for, and the files that it leaves to be read. At the latest version and one more there are more predicates,
 * and our connector for Spark is asked too. What differs is gathered, not thrown, so that it can be judged by what is known of
 * the peers.
 */
final class Comparison {

    private static final int PREDICATES = 8;

    /** Delta Spark plans each with jobs of its own. */
    private static final int PLANNED_BY_SPARK = 2;

    private static final int MANY_ROWS = 50_000;

    /** Whose answer differs, and in what. */
    record Difference(Peer peer, Part part) {}

    private final TestTable table;
    private final Random random;

    /** Of its own, so that what peers are asked does not depend on what they cannot be asked. */
    private final Random unpruned;

    private final Map<Difference, String> differences = new LinkedHashMap<>();
    private final Set<String> refusals = new TreeSet<>();
    private int versions;
    private int rows;
    private int compared;
    private int prunedLess;
    private int withExpected;

    private Comparison(TestTable table, long seed) {
        this.table = table;
        this.random = new Random(seed ^ table.name().hashCode());
        this.unpruned = new Random(~(seed ^ table.name().hashCode()));
    }

    static Comparison of(TestTable table, long seed) {
        Comparison comparison = new Comparison(table, seed);
        comparison.run();
        return comparison;
    }

    Map<Difference, String> differences() {
        return differences;
    }

    /** Messages of versions that we refuse. */
    Set<String> refusals() {
        return refusals;
    }

    /** For people. */
    String outcome() {
        return versions + " versions, " + rows + " rows in the last, "
                + (withExpected == 0 ? "" : withExpected + " with the expected rows, ") + compared + " predicates"
                + (prunedLess == 0 ? "" : ", " + prunedLess + " of them pruned better by a peer");
    }

    private void run() {
        SparkReader.forget();
        TransactionLog log = OurReader.log(table.path());
        long earliest = log.earliest().number();
        List<Long> all =
                table.commits().stream().filter(version -> version >= earliest).toList();
        Set<Long> closely = Set.copyOf(List.of(all.get(all.size() - 1), all.get(random.nextInt(all.size()))));
        for (long version : all) {
            Snapshot snapshot;
            try {
                snapshot = OurReader.log(table.path()).at(Version.of(version));
            } catch (UnsupportedTableException refused) {
                refusals.add(refused.getMessage());
                continue;
            }
            versions++;
            try (SparkReader spark = new SparkReader(table.path(), version)) {
                compare(snapshot, spark, closely.contains(version));
            }
        }
    }

    private void compare(Snapshot snapshot, SparkReader spark, boolean closely) {
        long version = snapshot.version().number();
        boolean withRows = OurReader.hasItsFiles(snapshot);
        TableView ours;
        try {
            ours = OurReader.read(table.path(), version, withRows);
        } catch (UnsupportedTableException refused) {
            refusals.add(refused.getMessage());
            return;
        }
        rows = ours.rows().size();
        compareWithExpected(ours, version);
        attempt(Peer.KERNEL, Part.OPENS, version, () -> {
            TableView theirs = KernelReader.read(table.path(), version, withRows);
            theirs.transactions()
                    .putAll(KernelReader.transactions(
                            table.path(), version, ours.transactions().keySet()));
            return ours.differences(theirs);
        });
        attempt(
                Peer.DELTA_SPARK,
                Part.OPENS,
                version,
                () -> ours.differences(spark.view().withRows(ours.rows())));
        if (withRows) {
            compareRows(snapshot, ours, spark, closely);
        }
    }

    private void compareWithExpected(TableView ours, long version) {
        for (Path folder : table.expected(version)) {
            attempt(Peer.EXPECTED, Part.ROWS, version, () -> {
                List<String> rows = SparkReader.expected(folder, ours.schema().toString());
                withExpected++;
                return rows.equals(ours.rows())
                        ? Map.of()
                        : Map.of(Part.ROWS, TableView.rowDifference(ours.rows(), rows));
            });
        }
    }

    /** All rows, and those of some predicates, by three engines; and the files that these predicates leave. */
    private void compareRows(Snapshot snapshot, TableView ours, SparkReader spark, boolean closely) {
        long version = snapshot.version().number();
        RandomPredicates source = RandomPredicates.of(snapshot, random);
        List<Predicate> predicates = source.some(closely && ours.rows().size() < MANY_ROWS ? PREDICATES : 1);
        List<List<String>> expected = new ArrayList<>(List.of(ours.rows()));
        for (Predicate predicate : predicates) {
            SortedSet<String> files = OurReader.filesByTheLetter(snapshot, predicate);
            prune(
                    Peer.KERNEL,
                    version,
                    predicate,
                    files,
                    () -> KernelReader.files(
                            table.path(), version, predicate.match(new KernelPredicate(source.types()))));
            if (expected.size() <= PLANNED_BY_SPARK) {
                prune(
                        Peer.DELTA_SPARK,
                        version,
                        predicate,
                        files,
                        () -> spark.files(predicate).orElse(files));
            }
            expected.add(OurReader.rows(snapshot, predicate));
        }
        compared += predicates.size();
        compareUnpruned(
                snapshot, closely ? RandomPredicates.all(snapshot, unpruned).some(PREDICATES) : List.of());
        attempt(
                Peer.DELTA_SPARK,
                Part.ROWS,
                version,
                () -> rowDifference(predicates, expected, spark.rows(predicates)));
        if (closely) {
            attempt(
                    Peer.OUR_CONNECTOR,
                    Part.ROWS,
                    version,
                    () -> rowDifference(predicates, expected, spark.rowsOfOurs(predicates)));
        }
    }

    /** On every column, those too that engines order in many ways. */
    private void compareUnpruned(Snapshot snapshot, List<Predicate> predicates) {
        attempt(Peer.UNPRUNED, Part.ROWS, snapshot.version().number(), () -> {
            UnprunedRows all = UnprunedRows.of(snapshot);
            for (Predicate predicate : predicates) {
                List<String> ours = OurReader.rows(snapshot, predicate);
                List<String> expected = all.where(predicate);
                if (!ours.equals(expected)) {
                    return Map.of(Part.ROWS, "where " + predicate + ": " + TableView.rowDifference(ours, expected));
                }
            }
            return Map.of();
        });
    }

    /** @param expected all rows, then those of each predicate */
    private static Map<Part, String> rowDifference(
            List<Predicate> predicates, List<List<String>> expected, List<List<String>> theirs) {
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(theirs.get(i))) {
                String which = i == 0 ? "all" : predicates.get(i - 1).toString();
                return Map.of(
                        Part.ROWS, "where " + which + ": " + TableView.rowDifference(expected.get(i), theirs.get(i)));
            }
        }
        return Map.of();
    }

    private void prune(
            Peer peer, long version, Predicate predicate, SortedSet<String> ours, Supplier<SortedSet<String>> left) {
        attempt(peer, Part.PRUNING, version, () -> {
            SortedSet<String> theirs = left.get();
            if (theirs.containsAll(ours)) {
                return Map.of();
            }
            prunedLess++;
            return Map.of(Part.PRUNING, "where " + predicate + ": " + ours + "\n    but " + theirs);
        });
    }

    /** The first difference in each part is kept; a peer that fails differs in {@code opening}. */
    private void attempt(Peer peer, Part opening, long version, Supplier<Map<Part, String>> differing) {
        Map<Part, String> found;
        try {
            found = differing.get();
        } catch (UnsupportedTableException refused) {
            refusals.add(refused.getMessage());
            return;
        } catch (Exception | LinkageError | AssertionError e) {
            found = Map.of(opening, e.toString().lines().limit(3).collect(Collectors.joining(" ")));
        }
        found.forEach((part, text) ->
                differences.putIfAbsent(new Difference(peer, part), "version " + version + ": " + text));
    }
}
