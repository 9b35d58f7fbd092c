package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lakes in which one thing is not as it should be: it is told, and the rest goes on. */
class OddLakesIT {

    @TempDir
    private Path folder;

    private DoorLake doors = DoorLake.NONE;
    private Path table = Path.of("");

    @BeforeEach
    void a_lake() throws IOException {
        doors = DoorLake.in(folder);
        doors.ingest();
        table = Path.of(doors.lake()).resolve(DoorLake.TABLE.replace('.', '/'));
    }

    @Test
    void a_table_with_a_corrupt_log_does_not_keep_others_from_being_listed_examined_and_compacted() throws IOException {
        Path corrupt = Files.createDirectories(table.resolveSibling("a_corrupt/_delta_log"));
        Files.writeString(corrupt.resolve("00000000000000000000.json"), "no JSON\n");

        for (String command : List.of("tables", "compact")) {
            CommandLineRun run = doors.on(command);
            assertThat(run.exitCode()).as(command + run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
            assertThat(run.errors()).contains("a_corrupt", "can't be read at line 1", "restore the object");
            assertThat(run.output()).contains(DoorLake.TABLE);
        }
        CommandLineRun doctor = doors.on("doctor");
        assertThat(doctor.exitCode()).isEqualTo(ExitCode.FOUND_PROBLEMS.number());
        assertThat(doctor.output()).contains("a_corrupt", "can't be read at line 1");
        assertThat(doctor.errors()).contains("tables");
    }

    @Test
    void a_folder_that_no_name_spells_is_named_by_its_place() throws IOException {
        Path odd = table.resolveSibling("odd.name");
        copyLog(odd);

        CommandLineRun run = doors.on("tables", "--format", "csv");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.output()).contains("file://" + odd, DoorLake.TABLE);
        assertThat(doors.on("compact").output()).contains("file://" + odd);
    }

    @Test
    void links_are_not_followed_but_for_the_folder_of_a_table() throws IOException {
        Path lake = Path.of(doors.lake());
        Path outside = Files.createDirectories(folder.resolve("outside/ns"));
        copyLog(outside.resolve("hidden"));
        Files.createSymbolicLink(lake.resolve("linked"), outside);
        Files.createSymbolicLink(lake.resolve("loop"), lake);
        Files.createSymbolicLink(table.resolveSibling("alias"), table);

        CommandLineRun run = doors.on("tables", "--format", "csv");

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(run.errors()).contains("linked", "symbolic link");
        assertThat(run.output())
                .contains(
                        DoorLake.TABLE,
                        java.util.Objects.requireNonNull(table.getParent()).getFileName() + ".alias")
                .doesNotContain("hidden", "loop");
        assertThat(doors.on("sql", "SELECT count(*) FROM '" + table.resolveSibling("alias") + "'")
                        .exitCode())
                .isZero();
    }

    @Test
    void a_data_file_behind_a_link_is_refused_by_every_reader() throws IOException {
        Path file;
        try (var files = Files.newDirectoryStream(table, "*.parquet")) {
            file = files.iterator().next();
        }
        Path elsewhere = Files.move(file, folder.resolve("elsewhere.parquet"));
        Files.createSymbolicLink(file, elsewhere);

        for (CommandLineRun run : List.of(
                doors.on("scan", DoorLake.TABLE), doors.on("sql", "SELECT max(observed_at) FROM " + DoorLake.TABLE))) {
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
            assertThat(run.errors()).contains("symbolic link to " + elsewhere);
        }
    }

    @Test
    void what_is_no_file_is_said_to_be_none_and_read_by_nobody() throws IOException, InterruptedException {
        Path lake = folder.resolve("pipe");
        Path commit = table.resolve("_delta_log/00000000000000000009.json");
        for (Path pipe : List.of(lake, commit)) {
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
        }

        CommandLineRun ofLake = CommandLineRun.of("tables", "--lake", lake.toString());
        CommandLineRun ofLog = doors.on("scan", DoorLake.TABLE);

        assertThat(ofLake.exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(ofLake.errors()).contains("is a pipe", "--lake");
        assertThat(ofLog.exitCode()).as(ofLog.errors()).isEqualTo(ExitCode.BAD_DATA.number());
    }

    @Test
    void names_of_versions_that_none_can_follow_are_nobodys() throws IOException {
        Path log = table.resolve("_delta_log");
        for (String name : List.of(
                "09223372036854775807.json",
                "99999999999999999999.json",
                "99999999999999999999.checkpoint.parquet",
                "00000000000000000000.checkpoint.9999999999.9999999999.parquet",
                "00000000000000000000.99999999999999999999.compacted.json",
                "99999999999999999999.crc")) {
            Files.writeString(log.resolve(name), "?");
        }

        CommandLineRun run = doors.on("scan", DoorLake.TABLE);

        assertThat(run.exitCode()).as(run.errors()).isZero();
        assertThat(doors.on("vacuum", DoorLake.TABLE).exitCode()).isZero();
        Files.writeString(log.resolve("09223372036854775806.json"), "{}");
        assertThat(doors.on("scan", DoorLake.TABLE).exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
    }

    @Test
    void stores_that_can_hold_no_lake_are_refused_with_what_can() {
        for (String lake : List.of("http://127.0.0.1:1/lake", "https://example.org/lake", "ftp://127.0.0.1/lake")) {
            CommandLineRun run = CommandLineRun.of("tables", "--lake", lake);
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
            assertThat(run.errors()).contains("s3://bucket/prefix").doesNotContain("defect");
        }
    }

    @Test
    void a_password_in_a_location_is_refused_and_not_printed() {
        CommandLineRun run = CommandLineRun.of("tables", "--lake", "s3://key:geheim@bucket/lake");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errors()).contains("***@bucket").doesNotContain("geheim");
    }

    @Test
    void files_of_other_folders_can_be_forbidden() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        copyLog(elsewhere);
        Path last = next(elsewhere, 0);
        for (int version = 1; Files.exists(next(elsewhere, version)); version++) {
            last = next(elsewhere, version);
        }
        Files.writeString(last, Files.readString(last).replace("\"path\":\"", "\"path\":\"file://" + table + "/"));

        CommandLineRun free = doors.on("scan", elsewhere.toString(), "--limit", "1");
        CommandLineRun own = doors.on("scan", elsewhere.toString(), "--limit", "1", "--own-files-only");

        assertThat(free.exitCode()).as(free.errors()).isZero();
        assertThat(own.exitCode()).as(own.errors()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(own.errors()).contains("outside of the table's folder", "own-files-only");
        assertThat(doors.on("sql", "SELECT count(DISTINCT key) FROM '" + elsewhere + "'", "--own-files-only")
                        .errors())
                .contains("own-files-only");
    }

    private static Path next(Path table, int version) {
        return table.resolve("_delta_log/%020d.json".formatted(version));
    }

    private void copyLog(Path to) throws IOException {
        Files.createDirectories(to.resolve("_delta_log"));
        try (var commits = Files.newDirectoryStream(table.resolve("_delta_log"), "0*.json")) {
            for (Path commit : commits) {
                Files.copy(commit, to.resolve("_delta_log").resolve(commit.getFileName()));
            }
        }
    }
}
