package io.twinlake.server;

import io.twinlake.log.TransactionLog;
import io.twinlake.query.ChangeFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "changes",
        description = {
            "Which rows versions of a table inserted, deleted and updated (the change data feed), in order of versions.",
            "Each has its _change_type, _commit_version and _commit_timestamp behind the table's columns."
        },
        footer = {"", "For example:", "  twinlake changes aviation.aircraft_state --from 3 --to 7 --format json"})
final class ChangesCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--from", required = true, paramLabel = "VERSION", description = "The first version.")
    private long from;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "The last version, included too; else the newest there is.")
    private Optional<Long> to = Optional.empty();

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "COLUMN",
            description = "Only these columns of the table, in this order.")
    private List<String> columns = new ArrayList<>();

    @Option(
            names = "--infer",
            description = "Take versions too in which the table did not record its changes "
                    + "(delta.enableChangeDataFeed): a row that was rewritten is deleted and inserted there.")
    private boolean infer;

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    @Override
    public Integer call() {
        requireVersion("--from", from);
        to.ifPresent(version -> requireVersion("--to", version));
        try (OpenLake lake = lakeOptions.open()) {
            TransactionLog log = lake.existing(table);
            ChangeFeed feed = to.isPresent() ? ChangeFeed.between(log, from, to.get()) : ChangeFeed.since(log, from);
            feed = feed.select(columns.stream().map(String::strip).toList());
            output.print((infer ? feed.inferring() : feed).rows());
            return ExitCode.DONE.number();
        }
    }

    private static void requireVersion(String option, long version) {
        if (version < 0) {
            throw new UsageException(option + " " + version + " is negative; versions begin at 0");
        }
    }
}
