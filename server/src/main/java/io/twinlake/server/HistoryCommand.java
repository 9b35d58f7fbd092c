package io.twinlake.server;

import io.twinlake.query.RowBatches;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = {
            "The states of a twin in order, each with the time for which it held: from valid_from up to, and not with, "
                    + "valid_to (empty: it still holds)."
        })
final class HistoryCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Parameters(index = "0", paramLabel = "TABLE|PATH", description = "A table of twins.")
    private String table = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The twin's key.")
    private String key = "";

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            RowBatches rows = RowBatches.of(
                    Twins.of(version.of(lake.existing(table)), table).history(key));
            if (output.print(rows) == 0) {
                System.err.println("there never was a twin '" + key + "' in " + table);
            }
            return ExitCode.DONE.number();
        }
    }
}
