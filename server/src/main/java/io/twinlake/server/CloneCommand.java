package io.twinlake.server;

import io.twinlake.dml.ShallowClone;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "clone",
        description = {
            "Makes a table whose files are those of another, at a version of it (a shallow clone): no data is copied.",
            "What is written to the clone afterwards is its own. Vacuum of SOURCE does not know what the clone needs:",
            "the clone loses files when SOURCE no longer needs them and is vacuumed."
        },
        footer = {
            "",
            "For example:",
            "  twinlake clone plant.pumps trial.pumps",
            "  twinlake clone plant.pumps ./pumps-in-may --version 41"
        })
final class CloneCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Parameters(index = "0", paramLabel = "SOURCE", description = "namespace.table, or a path or URI.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "TARGET", description = "The new table: namespace.table, or a path or URI.")
    private String target = "";

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            Snapshot snapshot = version.of(lake.existing(source));
            TransactionLog log = lake.requireNew(target);
            if (!log.table().scheme().equals(snapshot.table().scheme())) {
                throw new UsageException("a clone names the files of " + snapshot.table()
                        + " and can't lie in another store, as " + log.table() + " does; name a place in the same one");
            }
            Version made = new ShallowClone(snapshot).createAt(log);
            System.out.println(target + ": made from version " + snapshot.version() + " of " + source + ", "
                    + Sizes.count(snapshot.fileCount(), "file") + " of " + snapshot.table() + ", version " + made);
            return ExitCode.DONE.number();
        }
    }
}
