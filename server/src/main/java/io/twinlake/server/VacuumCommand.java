package io.twinlake.server;

import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.compaction.Vacuum;
import io.twinlake.compaction.VacuumPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "vacuum",
        description = {
            "Deletes data files that no retained version needs, and commits of the log that a checkpoint covers.",
            "What a reader of a retained version or a writer at work may need stays."
        })
final class VacuumCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Option(names = "--dry-run", description = "Print what would be deleted and delete nothing.")
    private boolean dryRun;

    @Option(
            names = "--retention",
            paramLabel = "DURATION",
            description =
                    "Keep files of older versions so long, for example 30d (default: what the table says, else 7d).")
    private Optional<Duration> retention = Optional.empty();

    @Option(
            names = "--lite",
            description = {
                "List no objects: delete what the log itself names as removed.",
                "What no version ever named stays for a vacuum without this."
            })
    private boolean lite;

    @Option(
            names = "--allow-short-retention",
            description =
                    "Accept a retention below the table's: readers of older versions and writers at work may fail.")
    private boolean allowShort;

    @Parameters(arity = "1..*", paramLabel = "TABLE|PATH", description = "namespace.table, or a path or URI.")
    private List<String> tables = List.of();

    @Override
    public Integer call() {
        RetentionPolicy policy =
                retention.map(RetentionPolicy.defaults()::withFiles).orElse(RetentionPolicy.defaults());
        RetentionPolicy chosen = allowShort ? policy.allowingShorter() : policy;
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            for (String name : tables) {
                vacuum(lake, name, chosen);
            }
            return ExitCode.DONE.number();
        }
    }

    private void vacuum(OpenLake lake, String name, RetentionPolicy policy) {
        Vacuum vacuum = new Vacuum(lake.existing(name), policy);
        VacuumPlan plan = plan(vacuum);
        if (plan.files().isEmpty() && plan.logFiles().isEmpty()) {
            System.out.println(name + ": nothing to delete; versions from " + plan.oldestRetained() + " stay readable");
        } else if (dryRun) {
            System.out.println(plan);
        } else {
            vacuum.run(plan);
            System.out.println(name + ": deleted " + Sizes.count(plan.files().size(), "data file") + " and "
                    + Sizes.count(plan.logFiles().size(), "log file") + ", " + Sizes.bytes(plan.bytes())
                    + "; versions from " + plan.oldestRetained() + " stay readable");
        }
    }

    private VacuumPlan plan(Vacuum vacuum) {
        try {
            return lite ? vacuum.planLite() : vacuum.plan();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage() + " (--allow-short-retention)");
        }
    }
}
