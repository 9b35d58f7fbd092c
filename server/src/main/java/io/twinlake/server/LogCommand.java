package io.twinlake.server;

import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.CommitInfo;
import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.Action.SetTransaction;
import io.twinlake.log.Commit;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "log",
        description = "The commits of a table, newest first: what was done, when, and what it added and removed.")
final class LogCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--limit",
            paramLabel = "COMMITS",
            defaultValue = "20",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new UsageException("--limit " + limit + " shows nothing; give at least 1");
        }
        try (OpenLake lake = lakeOptions.open()) {
            TransactionLog log = lake.existing(table);
            Sheet sheet = Sheet.columns()
                    .number("version")
                    .time("committed_at")
                    .text("operation")
                    .number("files_added")
                    .number("files_removed")
                    .number("bytes_added")
                    .text("progress")
                    .sheet();
            Map<Version, Instant> objectTimes = log.objectTimes();
            long newest = log.latest().version().number();
            for (long version = newest; version >= 0 && version > newest - limit; version--) {
                Optional<Commit> commit = log.read(Version.of(version));
                if (commit.isEmpty()) {
                    System.err.println("version " + version + " and older are known from a checkpoint only");
                    break;
                }
                append(sheet, commit.get(), time(commit.get(), objectTimes));
            }
            output.print(sheet.toRows());
            return ExitCode.DONE.number();
        }
    }

    private static void append(Sheet sheet, Commit commit, Optional<Instant> time) {
        Optional<CommitInfo> info = of(commit, CommitInfo.class).findFirst();
        List<AddFile> added = of(commit, AddFile.class).toList();
        sheet.row(
                commit.version().number(),
                time,
                info.flatMap(CommitInfo::operation),
                added.size(),
                of(commit, RemoveFile.class).count(),
                added.stream().mapToLong(AddFile::size).sum(),
                of(commit, SetTransaction.class)
                        .map(mark -> mark.appId() + "=" + mark.version())
                        .collect(Collectors.joining(", ")));
    }

    private static <A extends Action> Stream<A> of(Commit commit, Class<A> kind) {
        return commit.actions().stream().filter(kind::isInstance).map(kind::cast);
    }

    /** The time that {@code --timestamp} goes by: the commit's own, else its object's. */
    private static Optional<Instant> time(Commit commit, Map<Version, Instant> objectTimes) {
        OptionalLong inCommit = commit.info().map(CommitInfo::inCommitTimestamp).orElse(OptionalLong.empty());
        return inCommit.isPresent()
                ? Optional.of(Instant.ofEpochMilli(inCommit.getAsLong()))
                : Optional.ofNullable(objectTimes.get(commit.version()));
    }
}
