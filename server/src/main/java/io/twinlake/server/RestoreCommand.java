package io.twinlake.server;

import io.twinlake.dml.Restore;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description = {
            "Makes a table what it was at a version or a time, as a new version: rows, columns and properties.",
            "Nothing is lost: what was in between can be restored likewise, until vacuum deletes its files.",
            "Pipelines go on behind what they have written; what is taken back so does not come again."
        },
        footer = {
            "",
            "For example:",
            "  twinlake restore plant.pumps --version 41 --dry-run",
            "  twinlake restore plant.pumps --timestamp 2026-01-31T12:00:00Z"
        })
final class RestoreCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(names = "--dry-run", description = "Print which files would come back and go, and change nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or a path or URI.")
    private String table = "";

    @Override
    public Integer call() {
        if (!version.isGiven()) {
            throw new UsageException("restore to what? Give --version N or --timestamp TIME ('twinlake log " + table
                    + "' lists the versions)");
        }
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            TransactionLog log = lake.existing(table);
            Snapshot wanted = version.of(log);
            Restore restore = Restore.plan(log, wanted.version());
            String files = Sizes.count(restore.comeBack().size(), "file") + " back, "
                    + Sizes.count(restore.go().size(), "file") + " away";
            if (dryRun) {
                System.out.println(table + ": would be as of version " + wanted.version() + " (" + wanted.timestamp()
                        + "): " + files);
                return ExitCode.DONE.number();
            }
            Optional<Version> done = restore.run();
            System.out.println(table + ": "
                    + done.map(made -> "is as of version " + wanted.version() + ", version " + made + ": " + files)
                            .orElse("is as it was at version " + wanted.version() + " already, nothing was changed"));
            Checkpointer.writeIfDue(log);
            return ExitCode.DONE.number();
        }
    }
}
