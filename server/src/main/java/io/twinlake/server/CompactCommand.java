package io.twinlake.server;

import io.twinlake.compaction.CompactionPlan;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.CompactionResult;
import io.twinlake.compaction.Compactor;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.StorageException;
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
            return EachTable.of(lake, tables, name -> compact(lake, name)).number();
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
        Snapshot before = log.latest();
        Optional<CompactionPlan> plan = policy.plan(before);
        if (dryRun) {
            System.out.println(name + ": " + plan.map(CompactionPlan::toString).orElse("nothing to do"));
            return;
        }
        String done = plan.map(work -> run(lake, log, work)).orElse("nothing to do");
        System.out.println(name + ": " + done
                + Checkpointer.writtenIfDue(log)
                        .map(version -> "; the log's checkpoint of version " + version + " was written")
                        .orElse(""));
    }

    private static String run(OpenLake lake, TransactionLog log, CompactionPlan plan) {
        try {
            return told(new Compactor(lake.environment()).run(plan));
        } catch (StorageException e) {
            throw new StorageException(e.getMessage() + "; " + kept(log, plan), e);
        }
    }

    /** A plan is a commit a merge: some may be done. */
    private static String kept(TransactionLog log, CompactionPlan plan) {
        try {
            return log.latest().version().equals(plan.snapshot().version())
                    ? "nothing of the table was changed"
                    : "merges up to version " + log.latest().version()
                            + " are committed and stay, the others are left to the next compaction";
        } catch (RuntimeException alsoNotRead) {
            return "merges that were committed stay, the others are left to the next compaction";
        }
    }
}
