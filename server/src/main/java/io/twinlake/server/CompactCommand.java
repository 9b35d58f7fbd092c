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

    private static String told(CompactionResult result) {
        String done = result.filesIn() == 0
                ? "nothing was merged"
                : Sizes.count(result.filesIn(), "file") + " became " + result.filesOut() + " of "
                        + Sizes.bytes(result.bytesOut()) + " together, newest version "
                        + result.versions().get(result.versions().size() - 1);
        return result.conflicts().isEmpty()
                ? done
                : done + "; " + Sizes.count(result.conflicts().size(), "merge") + " gave way to other commits: "
                        + String.join("; ", result.conflicts());
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
            System.out.println(name + ": " + told(result));
        }
        if (!dryRun) {
            Checkpointer.writeIfDue(log);
        }
    }
}
