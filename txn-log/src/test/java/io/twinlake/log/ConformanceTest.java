package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Tables that others wrote, from the folder that the system property {@code twinlake.conformance} or the variable {@code
 * TWINLAKE_CONFORMANCE} names. Each is read with the live files that Delta Kernel finds, or refused by the name of a
 * feature, or fails as it must.
 */
class ConformanceTest {

    /** What is wrong with the tables that must fail. */
    private static final Map<String, String> BROKEN = Map.of(
            "golden-deltalog-invalid-protocol-version", "needs reader version 99",
            "golden-deltalog-state-reconstruction-without-protocol", "has no protocol action",
            "golden-deltalog-state-reconstruction-from-checkpoint-missing-metadata", "has no metaData action",
            "golden-versions-not-contiguous", "version 1 is missing",
            "golden-data-reader-absolute-paths-escaped-chars", "has no metaData action",
            "golden-no-delta-log-folder", "no table at");

    /**
     * Tables that Kernel itself does not read: a void column, an empty line at the end, no schema at all, a path with a
     * colon that is not encoded.
     */
    private static final Set<String> KERNEL_FAILS = Set.of(
            "kernel-void-column",
            "kernel-partition_cm/none",
            "kernel-partition_cm/id",
            "kernel-partition_cm/name",
            "kernel-timestamp-partitioned-table",
            "golden-deltalog-commit-info",
            "golden-update-deleted-directory");

    private static final Set<String> NOT_READ_YET = Set.of("geospatial");

    @TestFactory
    Stream<DynamicTest> tables_of_others_are_read_or_refused_by_name(TestReporter reporter) throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            reporter.publishEntry("conformance", "no folder given by twinlake.conformance: nothing was compared");
            return Stream.empty();
        }
        return tables(root.get()).stream()
                .map(table -> DynamicTest.dynamicTest(
                        name(root.get(), table),
                        () -> reporter.publishEntry(name(root.get(), table), outcome(root.get(), table))));
    }

    private static String outcome(Path root, Path table) {
        String cause = BROKEN.get(root.relativize(table).getName(0).toString());
        TransactionLog log = open(table);
        if (cause != null) {
            assertThatThrownBy(log::latest).hasMessageContaining(cause);
            return "fails as it must: " + cause;
        }
        Snapshot snapshot;
        try {
            snapshot = log.latest();
        } catch (UnsupportedTableException refused) {
            String message = String.valueOf(refused.getMessage());
            List<String> named =
                    NOT_READ_YET.stream().filter(message::contains).sorted().toList();
            assertThat(named).as(message).isNotEmpty();
            return "refused by name: " + String.join(", ", named);
        }
        compare(root, table, snapshot);
        return "read, version " + snapshot.version() + ", " + snapshot.files().count() + " files";
    }

    private static void compare(Path root, Path table, Snapshot snapshot) {
        if (name(root, table).startsWith("golden-canonicalized-paths")) {
            assertThat(snapshot.files()).isEmpty();
            return;
        }
        if (KERNEL_FAILS.contains(name(root, table))) {
            assertThat(snapshot.files()).allMatch(file -> file.size() >= 0);
            return;
        }
        KernelTable kernel = KernelTable.latest(table.toString());
        assertThat(snapshot.version().number()).isEqualTo(kernel.version());
        assertThat(files(snapshot)).isEqualTo(kernel.files());
    }

    static Set<String> files(Snapshot snapshot) {
        return snapshot.files()
                .map(file -> file.path() + " " + file.size())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static TransactionLog open(Path table) {
        Location location = Location.of(table);
        return TransactionLog.open(Environment.system(Storages.open(location)), location);
    }

    private static String name(Path root, Path table) {
        String path = root.relativize(table).toString();
        return path.endsWith("/delta") ? path.substring(0, path.length() - 6) : path;
    }

    private static List<Path> tables(Path root) throws IOException {
        try (Stream<Path> folders = Files.walk(root, 5)) {
            Stream<Path> found = folders.filter(folder -> folder.endsWith("_delta_log"))
                    .map(Path::getParent)
                    .filter(folder -> folder != null);
            return Stream.concat(found, Stream.of(root.resolve("golden-no-delta-log-folder/delta")))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private static Optional<Path> root() {
        return Stream.of(System.getProperty("twinlake.conformance"), System.getenv("TWINLAKE_CONFORMANCE"))
                .filter(place -> place != null && !place.isEmpty())
                .map(Path::of)
                .findFirst();
    }
}
