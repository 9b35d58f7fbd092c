package io.twinlake.server;

import io.twinlake.compaction.CompactionPlan;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.CompactionResult;
import io.twinlake.compaction.Compactor;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.TransactionLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compact",
        description = {
            "Merges small sorted data files into larger ones; no row changes, and no subscriber sees it.",
            "Gives way to whoever changes the same files meanwhile; writes the log's checkpoint if one is due.",
            "Without TABLE: every table of the lake."
        })
final class CompactCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Option(names = "--dry-run", description = "Print the plan and change nothing.")
    private boolean dryRun;

    @Option(names = "--full", description = "Merge all files that are below the target size, whatever their tier.")
    private boolean full;

    @Parameters(arity = "0..*", paramLabel = "TABLE|PATH", description = "namespace.table, or a path or URI.")
    private List<String> tables = List.of();

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            for (String name : tables.isEmpty() ? lake.tables() : tables) {
                compact(lake, name);
            }
            return ExitCode.DONE.number();
        }
    }

    private void compact(OpenLake lake, String name) {
        TransactionLog log = lake.existing(name);
        CompactionPolicy policy = full ? CompactionPolicy.defaults().full() : CompactionPolicy.defaults();
        Optional<CompactionPlan> plan = policy.plan(log.latest());
        if (plan.isEmpty()) {
            System.out.println(name + ": nothing to do");
        } else if (dryRun) {
            System.out.println(name + ": " + plan.get());
        } else {
            CompactionResult result = new Compactor(lake.environment()).run(plan.get());
            System.out.println(name + ": " + result);
        }
        if (!dryRun) {
            Checkpointer.writeIfDue(log);
        }
    }
}
