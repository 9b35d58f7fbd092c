package io.twinlake.server;

import io.twinlake.dml.ChangePlan;
import io.twinlake.dml.ChangeResult;
import io.twinlake.dml.DmlStatement;
import io.twinlake.dml.RowChange;
import io.twinlake.dml.StatementParser;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dml",
        description = {
            "Changes rows of a table by one statement in Spark's SQL: DELETE, UPDATE, MERGE or INSERT, in one commit.",
            "A table is named ns.table, or by its path or URI, in quotes if it has blanks.",
            "MERGE and INSERT read a table, a file (.csv, .json, .jsonl, .parquet) or a query in brackets."
        },
        footer = {
            "",
            "For example:",
            "  twinlake dml \"DELETE FROM plant.pumps WHERE observed_at < TIMESTAMP '2020-01-01 00:00:00'\"",
            "  twinlake dml --dry-run \"UPDATE plant.pumps SET state = 'off', bar = NULL WHERE pump = 'P1'\"",
            "  twinlake dml \"MERGE INTO plant.pumps AS t USING 'corrections.csv' AS s ON t.pump = s.pump",
            "                WHEN MATCHED AND s.gone THEN DELETE",
            "                WHEN MATCHED THEN UPDATE SET state = s.state",
            "                WHEN NOT MATCHED THEN INSERT (pump, state) VALUES (s.pump, s.state)\"",
            "  twinlake dml \"INSERT INTO plant.pumps (pump, state) VALUES ('P7', 'new')\""
        })
final class DmlCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private WriteOptions writeOptions = new WriteOptions();

    @Option(names = "--dry-run", description = "Print which rows of which files would change, and change nothing.")
    private boolean dryRun;

    @Parameters(paramLabel = "STATEMENT", description = "The statement.")
    private String sql = "";

    @Override
    public Integer call() {
        DmlStatement statement = StatementParser.parse(sql);
        try (OpenLake lake = lakeOptions.open(writeOptions)) {
            TransactionLog log = lake.existing(statement.target().text());
            Snapshot snapshot = log.latest();
            RowBatch rows = statement
                    .source()
                    .map(source -> new StatementSource(lake).read(source, snapshot.schema()))
                    .orElseGet(() -> RowBatch.empty(new Schema(List.of())));
            RowChange change = statement.over(snapshot.schema(), rows);
            if (dryRun) {
                System.out.println(told(change.plan(snapshot)));
            } else {
                System.out.println(statement.target() + ": " + told(change.run(log)));
                Checkpointer.writeIfDue(log);
            }
            return ExitCode.DONE.number();
        }
    }

    private static String told(ChangePlan plan) {
        return plan + "\nNothing was changed; run it without --dry-run to do it.";
    }

    private static String told(ChangeResult result) {
        if (result.version().isEmpty()) {
            return "no row is concerned, nothing was changed";
        }
        List<String> rows = new ArrayList<>();
        add(rows, result.insertedRows(), "row", " inserted");
        add(rows, result.updatedRows(), "row", " updated");
        add(rows, result.deletedRows(), "row", " deleted");
        List<String> files = new ArrayList<>();
        add(files, result.filesAdded(), "file", " added");
        add(files, result.filesRemoved(), "file", " removed");
        add(files, result.filesMarked(), "file", " marked by a deletion vector");
        return String.join(", ", rows) + " (" + String.join(", ", files) + "), version "
                + result.version().get();
    }

    private static void add(List<String> to, long count, String thing, String what) {
        if (count > 0) {
            to.add(Sizes.count(count, thing) + what);
        }
    }
}
