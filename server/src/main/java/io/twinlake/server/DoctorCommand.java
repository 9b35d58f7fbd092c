package io.twinlake.server;

import io.twinlake.query.Lake;
import io.twinlake.storage.NotAFileException;
import io.twinlake.storage.StorageException;
import io.twinlake.storage.UnsafeStoreException;
import io.twinlake.storage.WriteProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = {
            "Checks a lake: the store honours put-if-absent; versions are contiguous; every live file is there with its size, "
                    + "its rows and true statistics; the lives of twins have no gap and no double; nothing lies about unused; what sums "
                    + "a log up says what its commits say; pipelines can go on, and their tables have what they must have.",
            "With --repair, statistics that are wrong are written again, in one commit a table that changes no row.",
            "Says what to do. Exit code 0: all is well or there is only advice; 1: there are errors."
        })
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--quick", description = "Leave out what reads data files: rows, statistics, lives.")
    private boolean quick;

    @Option(
            names = "--repair",
            description =
                    "Mend statistics of data files that are not those of their rows, which hide rows from queries.")
    private boolean repair;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description =
                    "Look only at this live file of the one table that is named: the end of its path, as 'twinlake files' has it.")
    private Optional<String> file = Optional.empty();

    @Parameters(
            arity = "0..*",
            paramLabel = "TABLE|PATH",
            description = "Only these tables (default: all of the lake).")
    private List<String> tables = List.of();

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            checkOptions();
            tables.forEach(lake::existing);
            if (tables.isEmpty()) {
                lake.there();
            }
            boolean needsNoLake = !tables.isEmpty() && tables.stream().allMatch(OpenLake::isPath);
            List<Finding> findings = new ArrayList<>(needsNoLake ? List.of() : store(lake));
            List<String> names = tables.isEmpty() ? all(lake, findings) : tables;
            if (names.isEmpty()) {
                findings.add(Finding.advice(
                        lake.root().toString(), "there is no table", "check --lake; ingest makes tables"));
            }
            int pipelines = pipelines(lake, names, findings);
            try (Terminal.Progress progress = Terminal.standardError().progress("doctor", names.size(), "tables")) {
                for (int i = 0; i < names.size(); i++) {
                    TableExamination examination = new TableExamination(
                            lake,
                            names.get(i),
                            quick,
                            repair ? TableExamination.Repair.STATISTICS : TableExamination.Repair.NOTHING);
                    findings.addAll(file.map(examination::findingsOf).orElseGet(examination::findings));
                    progress.at(i + 1L, names.get(i));
                }
            }
            return report(findings, names.size(), pipelines).number();
        }
    }

    private void checkOptions() {
        if (repair && quick) {
            throw new UsageException(
                    "--repair goes by the rows of data files, which --quick leaves out; give one of them");
        }
        if (file.isPresent() && (tables.size() != 1 || quick)) {
            throw new UsageException(
                    "--file " + file.get() + " is a file of one table, whose rows are read: name that table"
                            + (quick ? ", and leave --quick out" : ""));
        }
    }

    /** Looks at all pipelines where no table was named; how many there are. */
    private int pipelines(OpenLake lake, List<String> names, List<Finding> findings) {
        if (!tables.isEmpty()) {
            return 0;
        }
        PipelineFindings pipelines = new PipelineFindings(lake);
        List<String> found = pipelines.names();
        found.forEach(pipeline -> findings.addAll(pipelines.of(pipeline, names)));
        findings.addAll(pipelines.gone(found, names));
        return found.size();
    }

    /** All tables; a folder that can't be looked into is a finding. */
    private static List<String> all(OpenLake lake, List<Finding> findings) {
        Lake.Survey survey = lake.survey();
        survey.troubles().forEach((folder, trouble) -> findings.add(unseen(folder.toString(), trouble)));
        List<String> names = new ArrayList<>(survey.tables());
        if (lake.log(OpenLake.DEAD_LETTERS).exists()) {
            names.add(OpenLake.DEAD_LETTERS);
        }
        return names;
    }

    /** A link that is not followed is no fault of the lake. */
    private static Finding unseen(String folder, StorageException trouble) {
        String problem = String.valueOf(trouble.getMessage());
        return trouble instanceof NotAFileException
                ? Finding.advice(folder, problem, "name what it leads to by its own place, if it is a table")
                : Finding.error(folder, problem, "make it readable, or move it out of the lake");
    }

    private static List<Finding> store(OpenLake lake) {
        try {
            new WriteProbe(lake.environment()).prove(lake.root());
            return List.of();
        } catch (UnsafeStoreException e) {
            return List.of(Finding.error(
                    lake.root().toString(),
                    String.valueOf(e.getMessage()),
                    "write from one process only, or use a store that honours If-None-Match"));
        }
    }

    private ExitCode report(List<Finding> findings, int tables, int pipelines) {
        Sheet sheet = Sheet.columns()
                .text("severity")
                .text("where")
                .text("problem")
                .text("remedy")
                .sheet();
        findings.forEach(found -> sheet.row(
                found.severity().name().toLowerCase(java.util.Locale.ROOT),
                found.where(),
                found.problem(),
                found.remedy()));
        long errors = findings.stream()
                .filter(found -> found.severity() == Finding.Severity.ERROR)
                .count();
        if (!findings.isEmpty()) {
            output.printWhole(sheet.toRows());
        }
        String looked = this.tables.isEmpty()
                ? "the store, " + Sizes.count(tables, "table") + " and " + Sizes.count(pipelines, "pipeline")
                : "the store and " + Sizes.count(tables, "table");
        System.err.println("looked at " + looked + ": "
                + (findings.isEmpty()
                        ? "all is well"
                        : Sizes.count(errors, "error") + ", " + Sizes.count(findings.size() - errors, "piece")
                                + " of advice"));
        return errors == 0 ? ExitCode.DONE : ExitCode.FOUND_PROBLEMS;
    }
}
