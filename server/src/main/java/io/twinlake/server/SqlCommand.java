package io.twinlake.server;

import io.twinlake.query.LocalSql;
import io.twinlake.query.SqlException;
import io.twinlake.query.SqlOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "A table is named ns.table; its twins' state now is ns.table.current, their states over time ns.table.history."
        },
        footer = {
            "",
            "For example:",
            "  twinlake sql \"SELECT phase, count(*) FROM aviation.aircraft_state.current GROUP BY phase\"",
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

    @Parameters(paramLabel = "SELECT", description = "The statement.")
    private String statement = "";

    @Override
    public Integer call() throws IOException {
        Path cache = Files.createTempDirectory("twinlake-sql");
        try (OpenLake lake = lakeOptions.open();
                LocalSql sql = sql(lake, options(cache))) {
            output.print(sql.query(statement, version.time()));
            return ExitCode.DONE.number();
        } catch (SqlException e) {
            throw new UsageException(e.getMessage());
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    private static LocalSql sql(OpenLake lake, SqlOptions options) {
        return LocalSql.over(lake.there().lake(), options).noting(SqlCommand::note);
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
