package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.query.Lake;
import io.twinlake.query.LocalSql;
import io.twinlake.query.SqlOptions;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sql} takes beside names of the lake, and how a statement is stopped. */
class SqlCommandIT {

    private static final String ENDLESS = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + "
            + "b.range = 5 OR hash(a.range * b.range) = 7";

    @TempDir
    private Path folder;

    private DoorLake doors = DoorLake.NONE;

    @BeforeEach
    void a_lake() throws IOException {
        doors = DoorLake.in(folder);
        doors.ingest();
    }

    @Test
    void a_table_is_named_by_its_place_and_needs_no_lake() {
        Path table = Path.of(doors.lake()).resolve(DoorLake.TABLE.replace('.', '/'));
        String rows = doors.on("sql", "--format", "csv", "SELECT count(*) AS n FROM " + DoorLake.TABLE)
                .output();
        String current = doors.on("sql", "--format", "csv", "SELECT count(*) AS n FROM " + DoorLake.TABLE + ".current")
                .output();

        assertThat(sql("SELECT count(*) AS n FROM '" + table + "'").output()).isEqualTo(rows);
        assertThat(sql("SELECT count(*) AS n FROM \"file://" + table + "\".current")
                        .output())
                .isEqualTo(current);
        assertThat(sql("SELECT count(*) AS n FROM '" + table + "' a JOIN '" + table + "' b USING (key, seq)")
                        .output())
                .isEqualTo(rows);
        CommandLineRun nothing = sql("SELECT * FROM '" + folder + "/nothing'");
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(nothing.errors()).contains("there is no Delta table at file://" + folder + "/nothing");
        assertThat(sql("SELECT * FROM \"./t\".past").errors()).contains("its views are current and history");
    }

    @Test
    void a_plan_is_explained_and_nothing_of_it_is_cut() {
        CommandLineRun plan =
                doors.on("sql", "EXPLAIN SELECT count(*) FROM " + DoorLake.TABLE + " WHERE key = 'front'");

        assertThat(plan.exitCode()).as(plan.errors()).isZero();
        assertThat(plan.output()).contains("plan", "UNGROUPED_AGGREGATE").doesNotContain("…");
        assertThat(doors.on("sql", "explain analyze SELECT 1").exitCode()).isZero();
        assertThat(doors.on("sql", "EXPLAIN DROP TABLE x").errors()).contains("only SELECT");
    }

    @Test
    void a_statement_whose_time_is_up_is_stopped_and_leaves_nothing() throws IOException {
        long start = System.nanoTime();

        CommandLineRun run = doors.on("sql", "--timeout", "300ms", ENDLESS);

        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.TIMED_OUT.number());
        assertThat(run.errors()).contains("stopped after 300ms (--timeout)");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(doors.on("sql", "--timeout", "1h", "SELECT 1 AS one").exitCode())
                .isZero();
    }

    @Test
    void a_watched_statement_ends_with_why_it_was_stopped() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Location root = Location.of(Path.of(doors.lake()));
        Lake lake = Lake.at(Environment.system(Storages.open(root)), root);
        try (LocalSql sql = LocalSql.over(lake, SqlOptions.defaults(cache));
                StatementWatch watch = new StatementWatch(sql, Optional.of(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> {
                        try {
                            sql.query(ENDLESS).close();
                        } catch (RuntimeException e) {
                            throw watch.toldOf(e);
                        }
                    })
                    .isInstanceOf(TimedOutException.class);
        }
        assertThat(cache).isEmptyDirectory();
    }

    private CommandLineRun sql(String statement) {
        return CommandLineRun.of(
                "sql", "--format", "csv", "--lake", folder.resolve("no-lake").toString(), statement);
    }
}
