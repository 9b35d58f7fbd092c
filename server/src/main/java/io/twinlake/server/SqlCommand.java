package io.twinlake.server;

import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlException;
import io.twinlake.query.SqlOptions;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sql",
        description = {
            "One SELECT over the tables of the lake, run in this process by DuckDB on snapshots.",
            "A table is named ns.table; its twins' state now is ns.table.current, their states over time ns.table.history.",
            "A table anywhere is named by its place: '/folder/table', './table', 's3://bucket/table', \"./table\".current.",
            "EXPLAIN SELECT … prints the engine's plan. A statement only reads, and only the tables that it names."
        },
        footer = {
            "",
            "For example:",
            "  twinlake sql \"SELECT phase, count(*) FROM aviation.aircraft_state.current GROUP BY phase\"",
            "  twinlake sql \"SELECT count(*) FROM './lake/aviation/airport_state'\"",
            "  twinlake sql --version 3 \"SELECT count(*) FROM aviation.airport_state\""
        })
final class SqlCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(
            names = "--cache-mib",
            paramLabel = "MIB",
            description = "How much of remote data files may be copied for one query (default: 2048).")
    private Optional<Long> cacheMib = Optional.empty();

    @Option(
            names = "--httpfs",
            paramLabel = "FILE",
            defaultValue = "${env:TWINLAKE_HTTPFS}",
            description = {
                "The file of DuckDB's extension httpfs of DuckDB's own version, by which S3 is read without copies.",
                "'off' for copies. Default: the environment's TWINLAKE_HTTPFS, else what DuckDB has installed, if anything."
            })
    private Optional<String> httpfs = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description =
                    "Stop the statement when it has taken so long, for example 30s; exit code 124 (default: never).")
    private Optional<Duration> timeout = Optional.empty();

    @Parameters(paramLabel = "SELECT", description = "The statement.")
    private String statement = "";

    @Override
    public Integer call() throws IOException {
        Path cache = Files.createTempDirectory("twinlake-sql");
        try (OpenLake lake = lakeOptions.open();
                LocalSql sql = sql(lake, options(cache))) {
            run(sql);
            return ExitCode.DONE.number();
        } catch (SqlException e) {
            throw told(e);
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    private void run(LocalSql sql) {
        StatementWatch watch = new StatementWatch(sql, timeout);
        try (watch) {
            RowBatches rows = sql.query(statement, version.time());
            if (LocalSql.isExplained(statement)) {
                output.printWhole(rows);
            } else {
                output.print(rows);
            }
        } catch (RuntimeException e) {
            throw watch.toldOf(e);
        }
    }

    /** What the statement asks for is the person's, what the machine lacks is not. */
    private static RuntimeException told(SqlException e) {
        String words = String.valueOf(e.getMessage());
        if (words.startsWith("Out of Memory Error")) {
            return new OutOfRoomException(words.lines().findFirst().orElse("")
                    + "; ask for less at once, or free space in " + System.getProperty("java.io.tmpdir")
                    + ", where a statement puts what it has no memory for");
        }
        return words.startsWith("IO Error") || words.contains("No space left")
                ? new StorageException(words + "; free space in " + System.getProperty("java.io.tmpdir")
                        + " or let temporary files go elsewhere (-Djava.io.tmpdir=FOLDER in TWINLAKE_JAVA_OPTIONS), then try "
                        + "again; nothing was changed")
                : new UsageException(words);
    }

    private LocalSql sql(OpenLake lake, SqlOptions options) {
        boolean needsNoLake = statement.contains("/") && LocalSql.readsPathsOnly(statement);
        return LocalSql.over((needsNoLake ? lake : lake.there()).lake(), options)
                .noting(SqlCommand::note);
    }

    private static void note(String line) {
        System.err.println("twinlake: " + line);
    }

    private SqlOptions options(Path cache) {
        SqlOptions options = withHttpfs(SqlOptions.defaults(cache));
        return cacheMib.map(mib -> options.withCacheBytes(bytes(mib))).orElse(options);
    }

    private static long bytes(long mib) {
        if (mib < 1 || mib > Long.MAX_VALUE >> 20) {
            throw new UsageException("--cache-mib " + mib + ": expected at least 1, and no more than a disk can hold");
        }
        return mib << 20;
    }

    private SqlOptions withHttpfs(SqlOptions options) {
        return httpfs.map(wish -> wish.equals("off") ? options.withoutHttpfs() : options.withHttpfs(Path.of(wish)))
                .orElse(options);
    }
}
