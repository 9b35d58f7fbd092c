package io.twinlake.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.format.Predicate;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.Lake;
import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlOptions;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables of other writers give, through every door, the rows that are found by looking at each: before our checkpoint, after
 * it and after compaction.
 */
class UnprunedRowsIT {

    private static final boolean LONG = System.getenv("TWINLAKE_TEST_LONG") != null;
    private static final long SEED = Long.getLong("twinlake.seed", 44);
    private static final int TABLES = LONG ? 20 : 2;
    private static final int PREDICATES = 25;
    private static final int SQL_STATEMENTS = 3;
    private static final int SPARK_SCANS = LONG ? PREDICATES : 8;

    @TempDir
    Path folder;

    @Test
    void tables_of_writers_that_err_hide_no_row() throws IOException {
        for (long seed = SEED; seed < SEED + TABLES; seed++) {
            Path table = folder.resolve("erring" + seed);
            new ErringWriter(table, new Random(seed)).write(12);
            compare(table, seed);
        }
    }

    @Test
    void tables_of_pythons_writers_hide_no_row() throws IOException, InterruptedException {
        String python = System.getenv("TWINLAKE_PYTHON");
        assumeTrue(python != null, "set TWINLAKE_PYTHON to a Python with interop/requirements.txt to run this");
        for (long seed = SEED; seed < SEED + (LONG ? 6 : 1); seed++) {
            Path made = folder.resolve("python" + seed);
            Process process = new ProcessBuilder(
                            python, "../interop/write_tables.py", made.toString(), String.valueOf(seed))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            try (Stream<Path> tables = Files.list(made)) {
                for (Path table : (Iterable<Path>) tables.sorted()::iterator) {
                    compare(table, seed);
                }
            }
        }
    }

    @Test
    void tables_of_spark_with_old_calendars_hide_no_row_and_are_what_spark_reads() throws IOException {
        for (long seed = SEED; seed < SEED + (LONG ? 8 : 1); seed++) {
            Path table = folder.resolve("calendars" + seed);
            new OldCalendarWriter(table, new Random(seed)).write();
            List<String> written = bySpark(table);
            assertThat(OurReader.rows(OurReader.log(table).latest(), Predicate.TRUE))
                    .as("all rows of %s", table)
                    .isEqualTo(written);
            compare(table, seed);
            assertThat(bySpark(table)).as("%s after compaction", table).isEqualTo(written);
        }
    }

    private static List<String> bySpark(Path table) {
        SparkReader.forget();
        try (SparkReader reader =
                new SparkReader(table, OurReader.log(table).latest().version().number())) {
            return reader.rows(List.of()).get(0);
        }
    }

    private void compare(Path table, long seed) throws IOException {
        check(table, seed, "as it was written");
        TransactionLog log = OurReader.log(table);
        log.checkpoint(log.latest());
        check(table, seed, "after a checkpoint");
        CompactionPolicy.defaults()
                .full()
                .plan(OurReader.log(table).latest())
                .ifPresent(plan -> new Compactor(OurReader.log(table).environment()).run(plan));
        check(table, seed, "after compaction");
        TransactionLog compacted = OurReader.log(table);
        compacted.checkpoint(compacted.latest());
        check(table, seed, "after compaction and a checkpoint");
    }

    private void check(Path table, long seed, String when) throws IOException {
        Snapshot snapshot = OurReader.log(table).latest();
        UnprunedRows all = UnprunedRows.of(snapshot);
        List<Predicate> predicates = RandomPredicates.all(snapshot, new Random(seed * 31 + when.hashCode()))
                .some(PREDICATES);
        for (Predicate predicate : predicates) {
            String what = table.getFileName() + " " + when + ", seed " + seed + ", where " + predicate;
            List<String> expected = all.where(predicate);
            assertThat(OurReader.rows(snapshot, predicate))
                    .as("scan of %s", what)
                    .isEqualTo(expected);
            assertThat(new Delete(Condition.of(predicate)).plan(snapshot).deletedRows())
                    .as("delete of %s", what)
                    .isEqualTo(expected.size());
        }
        List<Predicate> byConnector = predicates.stream().limit(SPARK_SCANS).toList();
        List<List<String>> found = SparkReader.rowsOfOurs(table, byConnector);
        for (int i = 0; i < byConnector.size(); i++) {
            assertThat(found.get(i))
                    .as(
                            "connector's scan of %s %s, seed %d, where %s",
                            table.getFileName(), when, seed, byConnector.get(i))
                    .isEqualTo(all.where(byConnector.get(i)));
        }
        // DuckDB takes a number with a point for a decimal and rounds it to a float where it is compared with one.
        List<Predicate> withoutFloats = predicates.stream()
                .filter(predicate -> !predicate.toString().matches(".*\\bf\\b.*"))
                .limit(SQL_STATEMENTS)
                .toList();
        sql(table, withoutFloats, all, when + ", seed " + seed);
    }

    private void sql(Path table, List<Predicate> predicates, UnprunedRows all, String when) throws IOException {
        Location root = Location.of(table.getParent());
        Path cache = Files.createTempDirectory(folder, "cache");
        try (LocalSql sql =
                LocalSql.over(Lake.at(Environment.system(Storages.open(root)), root), SqlOptions.defaults(cache))) {
            for (Predicate predicate : predicates) {
                String statement =
                        "SELECT count(*) FROM \"" + table.getFileName() + "\" WHERE " + DuckText.of(predicate);
                try (RowBatches rows = sql.query(statement)) {
                    assertThat(rows.next().longs(0).get(0))
                            .as("%s %s", statement, when)
                            .isEqualTo(all.where(predicate).size());
                }
            }
        }
    }
}
