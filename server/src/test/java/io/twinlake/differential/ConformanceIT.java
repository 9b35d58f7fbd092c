package io.twinlake.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.TransactionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that others wrote, from the folder that the system property {@code twinlake.conformance} or the variable {@code
 * TWINLAKE_CONFORMANCE} names. Each gives the rows that came with it and, at every version, what Delta Kernel and Delta
 * Spark see, or fails as it must. The list is printed at the end. A log alone is compared by its live files.
 */
class ConformanceIT {

    private static final long SEED = Long.getLong("twinlake.seed", 44);

    /** What is wrong with the tables that must fail. */
    private static final Map<String, String> BROKEN = Map.of(
            "golden-deltalog-invalid-protocol-version", "needs reader version 99",
            "golden-deltalog-state-reconstruction-without-protocol", "has no protocol action",
            "golden-deltalog-state-reconstruction-from-checkpoint-missing-metadata", "has no metaData action",
            "golden-versions-not-contiguous", "version 1 is missing",
            "golden-data-reader-absolute-paths-escaped-chars", "has no metaData action",
            "golden-no-delta-log-folder", "no table at",
            "kernel-table-with-geo", "geospatial");

    private static final Map<String, String> OUTCOMES = new TreeMap<>();

    @TempDir
    static Path copies;

    @TestFactory
    Stream<DynamicTest> tables_of_others_give_what_they_must() {
        Optional<Path> root = TestTable.conformance();
        if (root.isEmpty()) {
            System.out.println("Conformance: TWINLAKE_CONFORMANCE names no folder of tables: nothing was compared");
            return Stream.empty();
        }
        Stream<TestTable> others = Stream.of(
                new TestTable("golden-no-delta-log-folder", root.get().resolve("golden-no-delta-log-folder/delta")));
        return Stream.concat(TestTable.below(root.get()).stream(), others)
                .filter(table -> table.name().matches(System.getProperty("twinlake.table", ".*")))
                .map(table -> DynamicTest.dynamicTest(table.name(), () -> OUTCOMES.put(table.name(), outcome(table))));
    }

    private static String outcome(TestTable table) {
        String cause = BROKEN.get(table.name());
        if (cause != null) {
            TransactionLog log = OurReader.log(table.path());
            assertThatThrownBy(log::latest).hasMessageContaining(cause);
            return "fails as it must: " + cause;
        }
        Comparison comparison = Comparison.of(table, SEED);
        if (table.name().startsWith("golden-canonicalized-paths")) {
            assertThat(OurReader.log(table.path()).latest().files()).isEmpty();
        }
        assertThat(comparison.refusals()).isEmpty();
        assertThat(KnownDifferences.surprises(table.name(), comparison.differences()))
                .isEmpty();
        return comparison.outcome() + KnownDifferences.reasons(table.name(), comparison.differences());
    }

    /** The commit times of these tables were file times, which their archive did not keep. */
    @TestFactory
    Stream<DynamicTest> tables_without_commit_timestamps_are_read_as_of_the_time_of_their_files() {
        return TestTable.conformance().stream()
                .flatMap(root -> TestTable.below(root).stream())
                .filter(table -> table.name().contains("time-travel-"))
                .map(table -> DynamicTest.dynamicTest(table.name(), () -> readAsOf(table)));
    }

    private static void readAsOf(TestTable table) throws IOException {
        long first = 1_540_415_658_000L;
        long step = 20 * 60 * 1000;
        Path copy = copies.resolve(table.name());
        copy(table.path(), copy);
        List<Long> versions = table.commits();
        for (long version : versions) {
            Path commit = copy.resolve(String.format("_delta_log/%020d.json", version));
            Files.setLastModifiedTime(commit, FileTime.fromMillis(first + version * step));
        }
        TransactionLog log = OurReader.log(copy);
        for (long version : versions) {
            for (long time : new long[] {first + version * step, first + version * step + step - 1}) {
                boolean isOver = version == versions.get(versions.size() - 1) && time > first + version * step;
                assertThat(log.asOf(Instant.ofEpochMilli(time)).version().number())
                        .isEqualTo(isOver ? version : KernelReader.versionAt(copy, time));
            }
        }
        assertThatThrownBy(() -> log.asOf(Instant.ofEpochMilli(first - 1))).hasMessageContaining("2018-10-24");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.createDirectories(to.resolve(from.relativize(file)).getParent());
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @AfterAll
    static void list() {
        OUTCOMES.forEach((table, outcome) -> System.out.println("Conformance: " + table + ": " + outcome));
    }
}
