package io.twinlake.server;

import io.twinlake.dml.AddConstraint;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "alter",
        description = {
            "Changes columns, properties, constraints and comments of a table; no data file is rewritten.",
            "All changes but new constraints are one commit; rows that are there must keep a new constraint."
        },
        footer = {
            "",
            "For example:",
            "  twinlake alter plant.pumps --add \"litres BIGINT, note STRING COMMENT 'by hand'\"",
            "  twinlake alter plant.pumps --set delta.columnMapping.mode=name",
            "  twinlake alter plant.pumps --rename bar=pressure_bar --drop note",
            "  twinlake alter plant.pumps --set delta.enableTypeWidening=true --widen \"count BIGINT\"",
            "  twinlake alter plant.pumps --add-constraint \"plausible=pressure_bar >= 0\""
        })
final class AlterCommand implements Callable<Integer> {

    private static final Pattern FIRST = Pattern.compile("Set (delta\\.[A-Za-z.]+=\\w+) first");

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Mixin
    private AlterOptions changes = new AlterOptions();

    @Option(
            names = "--add-constraint",
            paramLabel = "NAME=CONDITION",
            description = "Take only rows for which the condition is true; may be repeated.")
    private Map<String, String> constraints = new LinkedHashMap<>();

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or a path or URI.")
    private String table = "";

    @Override
    public Integer call() {
        if (changes.isNothing() && constraints.isEmpty()) {
            throw new UsageException(
                    "alter what? Give --add, --drop, --rename, --widen, --set, --unset, --add-constraint or "
                            + "another ('twinlake alter --help' lists them)");
        }
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            TransactionLog log = lake.existing(table);
            try {
                if (!changes.isNothing()) {
                    System.out.println(table + ": changed, version " + commit(log));
                }
                constraints.forEach((name, condition) -> System.out.println(table + ": constraint " + name
                        + " added, version " + new AddConstraint(name, condition).run(log)));
            } catch (IllegalArgumentException e) {
                throw new UsageException(withCommand(String.valueOf(e.getMessage())));
            }
            Checkpointer.writeIfDue(log);
            return ExitCode.DONE.number();
        }
    }

    private Version commit(TransactionLog log) {
        Snapshot latest = log.latest();
        Metadata after = changes.apply(latest.metadata());
        return latest.transaction(IsolationLevel.SERIALIZABLE, changes.operation())
                .metadata(after)
                .commit();
    }

    private String withCommand(String message) {
        Matcher remedy = FIRST.matcher(message);
        return remedy.find() ? message + ": twinlake alter " + table + " --set " + remedy.group(1) : message;
    }
}
