package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says and ends with when something is wrong. */
class MishapsIT {

    @TempDir
    private Path folder;

    private DoorLake doors = DoorLake.NONE;

    @BeforeEach
    void a_lake() throws IOException {
        doors = DoorLake.in(folder);
        doors.ingest();
    }

    @Test
    void what_is_mistyped_is_named_first_and_the_options_only_on_request() {
        assertThat(refusal("scan"))
                .startsWith("twinlake: Missing required parameter: 'TABLE|PATH'\nUsage: twinlake scan");
        assertThat(refusal("scan")).contains("'twinlake scan --help' says").doesNotContain("At most so many rows");
        assertThat(refusal("scan", DoorLake.TABLE, "--limit", "abc")).contains("'abc' is not a whole number");
        assertThat(refusal("scan", DoorLake.TABLE, "--limit", "-3")).contains("--limit -3: expected at least 0");
        assertThat(refusal("dead-letters", "--limit", "-3")).contains("--limit -3: expected at least 0");
        assertThat(refusal("log", DoorLake.TABLE, "--limit", "9999999999")).contains("'9999999999' is too large");
        assertThat(refusal("sql", "SELECT * FROM '/etc/passwd'")).contains("is not the name of a table");
        assertThat(refusal("current", "_twinlake.dead_letters")).containsOnlyOnce("not a table of twins");
    }

    @Test
    void options_of_an_ingest_are_refused_by_their_names() {
        assertThat(doors.ingest("--threads", "0").errors()).contains("--threads 0: expected at least 1");
        assertThat(doors.ingest("--epoch-events", "-1").errors()).contains("--epoch-events -1: expected at least 1");
        assertThat(doors.ingest("--epoch", "0s").exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void a_lake_without_a_name_is_refused() {
        CommandLineRun run = CommandLineRun.of("tables", "--lake", "");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errors()).contains("--lake", "./lake");
    }

    @Test
    void a_data_file_that_is_gone_is_wrong_data_and_the_message_says_what_to_do() throws IOException {
        deleteDataFiles();

        for (CommandLineRun run : List.of(
                doors.on("scan", DoorLake.TABLE),
                doors.on("sql", "SELECT count(DISTINCT key) FROM " + DoorLake.TABLE),
                doors.on("history", DoorLake.TABLE, "front"))) {
            assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
            assertThat(run.errors()).contains(".parquet", "gone", "restore it").doesNotContain("DESCRIBE");
        }
        assertThat(doors.on("doctor", "--format", "csv").output())
                .contains("a live file is gone")
                .doesNotContain("Exception");
    }

    @Test
    void a_commit_that_is_empty_is_not_taken_for_one_without_actions() throws IOException {
        Files.write(doors.table().resolve("_delta_log/00000000000000000001.json"), new byte[0]);

        CommandLineRun run = doors.on("scan", DoorLake.TABLE);

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(run.errors()).contains("00000000000000000001.json is empty", "restore");
    }

    @Test
    void a_commit_that_is_cut_off_is_named_without_the_parsers_own_words() throws IOException {
        Path commit = doors.table().resolve("_delta_log/00000000000000000001.json");
        Files.writeString(commit, Files.readString(commit).substring(0, 100));

        assertThat(doors.on("scan", DoorLake.TABLE).errors())
                .contains("00000000000000000001.json can't be read at line 1", "restore")
                .doesNotContain("StreamReadFeature");
    }

    @Test
    void the_log_tells_the_time_by_which_a_version_is_found() throws IOException {
        Path table = folder.resolve("plain");
        Files.createDirectories(table.resolve("_delta_log"));
        Path commit = table.resolve("_delta_log/00000000000000000000.json");
        Files.writeString(commit, """
                {"commitInfo":{"timestamp":1500000000000,"operation":"CREATE TABLE"}}
                {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
                {"metaData":{"id":"plain","format":{"provider":"parquet","options":{}},"schemaString":\
                "{\\"type\\":\\"struct\\",\\"fields\\":[]}","partitionColumns":[],"configuration":{}}}
                """);
        Files.setLastModifiedTime(commit, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));

        assertThat(doors.on("log", table.toString(), "--format", "csv").output())
                .contains("0,2020-02-02T02:02:02Z");
        assertThat(doors.on("describe", table.toString()).output()).contains("committed 2020-02-02T02:02:02Z");
    }

    @Test
    void results_that_nobody_takes_are_no_success() {
        for (List<String> arguments : List.of(
                List.of("scan", DoorLake.TABLE),
                List.of("scan", DoorLake.TABLE, "--format", "csv"),
                List.of("scan", DoorLake.TABLE, "--format", "json"),
                List.of("describe", DoorLake.TABLE),
                List.of("tables"))) {
            CommandLineRun run = intoNothing(arguments);
            assertThat(run.exitCode()).as(arguments.toString()).isEqualTo(ExitCode.UNAVAILABLE.number());
            assertThat(run.errors()).contains("could not be written to standard output");
        }
    }

    @Test
    void a_subscription_whose_rows_nobody_took_is_resumed_at_their_version() {
        CommandLineRun run = intoNothing(List.of("subscribe", DoorLake.TABLE, "--from", "earliest"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE.number());
        assertThat(run.errors()).contains("resume with --from 1\n").doesNotContain("--from 2");
    }

    @Test
    void a_reader_that_has_ended_is_nothing_to_complain_about() {
        assertThat(OutputException.of("standard output", new IOException("Broken pipe"))
                        .readerGone())
                .isTrue();
        assertThat(OutputException.of("rows.csv", new IOException("No space left on device"))
                        .readerGone())
                .isFalse();
    }

    private String refusal(String command, String... more) {
        CommandLineRun run = doors.on(command, more);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.output()).isEmpty();
        return run.errors();
    }

    private void deleteDataFiles() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(doors.table(), "*.parquet")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Runs a command whose standard output takes nothing. */
    private CommandLineRun intoNothing(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--lake", doors.lake()));
        OutputStream full = new OutputStream() {
            @Override
            public void write(int oneByte) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        return CommandLineRun.into(full, arguments.toArray(String[]::new));
    }
}
