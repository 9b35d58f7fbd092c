package io.twinlake.server;

import io.twinlake.format.Predicate;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = {
            "What was refused, why, and from where; bytes are masked as the definitions say.",
            "Bytes that are UTF-8 come out as text, others as Base64; --format json says which, by the fields bytes_text "
                    + "and bytes_base64, and --format parquet has the bytes themselves."
        })
final class DeadLettersCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            defaultValue = "1000",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    private long limit = 1000;

    @Parameters(arity = "0..1", paramLabel = "TABLE", description = "Only those meant for this table.")
    private Optional<String> table = Optional.empty();

    @Override
    public Integer call() {
        WholeNumbers.requireAtLeast(0, "--limit", limit);
        try (OpenLake lake = lakeOptions.open()) {
            TransactionLog log = lake.there().log(OpenLake.DEAD_LETTERS);
            if (!log.exists()) {
                System.err.println("no dead letters in " + lake.root());
                return ExitCode.DONE.number();
            }
            Predicate wanted =
                    table.map(name -> Predicate.equal("definition", name)).orElse(Predicate.TRUE);
            RowBatches letters =
                    ScanPlan.over(log.latest()).where(wanted).limit(limit).rows();
            if (output.print(LegibleBytes.of(letters, output.format())) == 0) {
                System.err.println(
                        "no dead letters" + table.map(name -> " for " + name).orElse(""));
            }
            return ExitCode.DONE.number();
        }
    }
}
