package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are made, changed, copied and taken back from the command line. */
class TableCommandsIT {

    private static final String COLUMNS = "pump STRING NOT NULL, bar DOUBLE, code STRING, since TIMESTAMP";

    @TempDir
    private Path folder;

    @BeforeEach
    void a_table_with_three_rows() {
        assertDone(on("create", "plant.pumps", "--columns", COLUMNS, "--comment", "by hand"), "made with 4 columns");
        assertDone(
                on("dml", "INSERT INTO plant.pumps (pump, bar) VALUES ('P1', 1.5), ('P2', 2), ('P3', NULL)"),
                "3 rows inserted (1 file added), version 1");
    }

    private CommandLineRun on(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--lake");
        all.add(folder.resolve("lake").toString());
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static void assertDone(CommandLineRun run, String output) {
        assertThat(run.errors()).isEmpty();
        assertThat(run.output()).contains(output);
        assertThat(run.exitCode()).isZero();
    }

    private static void assertRefused(CommandLineRun run, ExitCode code, String errors) {
        assertThat(run.errors()).contains(errors).doesNotContain("Exception", "defect");
        assertThat(run.exitCode()).isEqualTo(code.number());
    }

    private List<String> rows(String table) {
        return on("scan", table, "--format", "csv")
                .output()
                .lines()
                .skip(1)
                .sorted()
                .toList();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void a_merge_reads_files_in_the_types_of_the_table() throws IOException {
        String csv = file(
                "news.csv",
                "pump,code,bar,gone,since\nP1,007,,false,2026-01-01 12:00:00\nP2,,,true,\nP9,\"\",9,false,\n");
        String json = file(
                "news.jsonl", "{\"pump\":\"P3\",\"code\":12}\n{\"pump\":\"P8\",\"code\":\"2026-01-01T00:00:00Z\"}\n");
        String merge = "MERGE INTO plant.pumps AS t USING '%s' AS s ON t.pump = s.pump";
        String insert = " WHEN NOT MATCHED THEN INSERT (pump, code) VALUES (s.pump, s.code)";

        assertDone(
                on(
                        "dml",
                        merge.formatted(csv) + " WHEN MATCHED AND s.gone THEN DELETE"
                                + " WHEN MATCHED THEN UPDATE SET code = s.code, since = s.since" + insert),
                "1 row inserted, 1 row updated, 1 row deleted");
        assertDone(
                on("dml", merge.formatted(json) + " WHEN MATCHED THEN UPDATE SET code = s.code" + insert),
                "1 row inserted, 1 row updated");
        assertThat(rows("plant.pumps"))
                .containsExactly("P1,1.5,007,2026-01-01T12:00:00Z", "P3,,12,", "P8,,2026-01-01T00:00:00Z,", "P9,,,");
        assertThat(on("scan", "plant.pumps", "--where", "code = ''").output()).contains("P9");
        assertRefused(
                on(
                        "dml",
                        merge.formatted(file("bad.csv", "pump,bar\nP1,much\n"))
                                + " WHEN MATCHED THEN UPDATE SET bar = s.bar"),
                ExitCode.BAD_DATA,
                "much");
        assertRefused(
                on("dml", merge.formatted(folder + "/none.csv") + " WHEN MATCHED THEN DELETE"),
                ExitCode.USAGE,
                "there is no file " + folder + "/none.csv");
    }

    @Test
    void a_source_may_be_a_query_or_a_table_as_it_was() {
        on("dml", "DELETE FROM plant.pumps");
        assertDone(
                on(
                        "dml",
                        "MERGE INTO plant.pumps t USING plant.pumps VERSION AS OF 1 s ON t.pump = s.pump WHEN NOT MATCHED THEN INSERT *"),
                "3 rows inserted");
        assertDone(
                on(
                        "dml",
                        "MERGE INTO plant.pumps t USING (SELECT pump, bar * 2 AS twice FROM plant.pumps WHERE bar > (1)) AS s"
                                + " ON t.pump = s.pump WHEN MATCHED THEN UPDATE SET bar = s.twice"),
                "2 rows updated");
        assertDone(
                on("dml", "INSERT INTO plant.pumps (pump) SELECT concat(pump, '!') FROM plant.pumps"),
                "3 rows inserted");
        assertThat(rows("plant.pumps")).containsExactly("P1!,,,", "P1,3.0,,", "P2!,,,", "P2,4.0,,", "P3!,,,", "P3,,,");
    }

    @Test
    void a_dry_run_says_which_rows_of_which_files_and_changes_nothing() {
        assertDone(on("dml", "--dry-run", "UPDATE plant.pumps SET bar = 0 WHERE pump <> 'P1'"), "updates 2, deletes 0");
        assertDone(on("dml", "--dry-run", "UPDATE plant.pumps SET bar = 0 WHERE pump <> 'P1'"), "which is rewritten");
        on("alter", "plant.pumps", "--set", "delta.enableDeletionVectors=true");
        assertDone(on("dml", "--dry-run", "DELETE FROM plant.pumps WHERE bar > 1.7"), "which gets a deletion vector");
        assertDone(on("dml", "--dry-run", "DELETE FROM plant.pumps"), "which goes whole");
        assertThat(rows("plant.pumps")).containsExactly("P1,1.5,,", "P2,2.0,,", "P3,,,");
        assertDone(on("dml", "DELETE FROM plant.pumps WHERE bar > 100"), "no row is concerned, nothing was changed");
    }

    @Test
    void what_is_wrong_with_a_statement_or_with_rows_is_told() {
        assertRefused(
                on("dml", "UPDATE plant.pumps SET barr = 1"),
                ExitCode.USAGE,
                "line 1, column 24: no column 'barr'; did you mean 'bar'?");
        assertRefused(on("dml", "DELETE FROM plant.pump"), ExitCode.USAGE, "did you mean 'plant.pumps'?");
        assertRefused(
                on("dml", "UPDATE plant.pumps SET pump = NULL WHERE pump = 'P2'"),
                ExitCode.BAD_DATA,
                "has no 'pump', which is NOT NULL");
        assertRefused(
                on("dml", "UPDATE plant.pumps SET bar = CAST(pump AS DOUBLE)"),
                ExitCode.BAD_DATA,
                "'P1' is not a number");
        assertRefused(
                on("dml", "DELETE FROM plant.pumps WHERE CAST(pump AS DOUBLE) > 1"),
                ExitCode.BAD_DATA,
                "'P1' is not a number");
        assertThat(rows("plant.pumps")).hasSize(3);
    }

    @Test
    void a_table_is_restored_and_cloned_at_a_version() {
        on("dml", "DELETE FROM plant.pumps WHERE pump = 'P1'");

        assertDone(on("clone", "plant.pumps", "trial.pumps", "--version", "1"), "made from version 1 of plant.pumps");
        assertDone(on("dml", "UPDATE trial.pumps SET bar = 9"), "3 rows updated");
        assertThat(rows("plant.pumps")).containsExactly("P2,2.0,,", "P3,,,");
        assertDone(on("restore", "plant.pumps", "--version", "1", "--dry-run"), "would be as of version 1");
        assertThat(rows("plant.pumps")).hasSize(2);
        assertDone(on("restore", "plant.pumps", "--version", "1"), "is as of version 1, version 3");
        assertDone(on("restore", "plant.pumps", "--version", "1"), "already, nothing was changed");
        assertThat(rows("plant.pumps")).containsExactly("P1,1.5,,", "P2,2.0,,", "P3,,,");
        assertThat(rows("trial.pumps")).containsExactly("P1,9.0,,", "P2,9.0,,", "P3,9.0,,");
        assertRefused(on("restore", "plant.pumps"), ExitCode.USAGE, "Give --version N or --timestamp TIME");
        assertRefused(on("restore", "plant.pumps", "--version", "77"), ExitCode.USAGE, "77");
        assertRefused(on("clone", "plant.pumps", "trial.pumps"), ExitCode.USAGE, "there is a table at");
    }

    @Test
    void columns_properties_and_constraints_are_altered() {
        assertRefused(
                on("alter", "plant.pumps", "--rename", "bar=pressure"),
                ExitCode.USAGE,
                "twinlake alter plant.pumps --set delta.columnMapping.mode=name");
        assertDone(on("alter", "plant.pumps", "--set", "delta.columnMapping.mode=name"), "changed, version 2");
        assertDone(
                on(
                        "alter",
                        "plant.pumps",
                        "--rename",
                        "bar=pressure",
                        "--drop",
                        "code",
                        "--add",
                        "n INT",
                        "--set",
                        "delta.enableTypeWidening=true",
                        "--comment",
                        "no more",
                        "--nullable",
                        "pump"),
                "changed, version 3");
        assertDone(on("alter", "plant.pumps", "--widen", "n BIGINT", "--default", "n=7"), "changed, version 4");
        assertDone(on("dml", "INSERT INTO plant.pumps (pressure) VALUES (3)"), "1 row inserted");
        assertThat(rows("plant.pumps")).containsExactly(",3.0,,7", "P1,1.5,,", "P2,2.0,,", "P3,,,");
        assertRefused(
                on("alter", "plant.pumps", "--add-constraint", "some=pressure > 0"),
                ExitCode.BAD_DATA,
                "pump = P3, pressure = null");
        on("dml", "DELETE FROM plant.pumps WHERE pressure IS NULL");
        assertDone(on("alter", "plant.pumps", "--add-constraint", "some=pressure > 0"), "constraint some added");
        assertRefused(
                on("dml", "UPDATE plant.pumps SET pressure = -1"),
                ExitCode.BAD_DATA,
                "breaks constraint some (pressure > 0)");
        assertRefused(on("alter", "plant.pumps", "--drop-constraint", "sone"), ExitCode.USAGE, "did you mean 'some'?");
        assertDone(on("alter", "plant.pumps", "--drop-constraint", "some"), "changed");
        assertThat(on("describe", "plant.pumps").output()).contains("no more", "long");
    }

    @Test
    void a_table_is_made_like_a_file_with_its_rows() throws IOException {
        String csv = file("prices.csv", "site,price,at\nA,1.5,2026-01-01 00:00:00\nB,2,\n");

        assertDone(on("create", "plant.prices", "--like", csv, "--dry-run"), "timestamp");
        assertDone(
                on("create", "plant.prices", "--like", csv, "--load", "--partition-by", "SITE", "--property", "a=b"),
                "2 rows inserted, version 1");
        assertThat(rows("plant.prices")).containsExactly("A,1.5,2026-01-01T00:00:00Z", "B,2.0,");
        assertDone(on("create", "plant.other", "--like", "plant.prices", "--load"), "2 rows inserted");
        assertThat(on("describe", "plant.prices").output()).contains("partitioned by  site", "a = b");
        assertRefused(on("create", "plant.prices", "--like", csv), ExitCode.USAGE, "there is a table at");
        assertRefused(on("create", "plant.x", "--columns", "a bigit"), ExitCode.USAGE, "did you mean 'BIGINT'?");
        assertRefused(
                on("create", "plant.x", "--columns", "a INT", "--partition-by", "b"), ExitCode.USAGE, "no column 'b'");
        assertRefused(on("create", "plant.x"), ExitCode.USAGE, "--columns");
    }
}
