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
import java.util.Arrays;
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
        assertThat(refusal("sql", "SELECT * FROM '/etc/passwd'"))
                .contains("there is no Delta table at file:///etc/passwd");
        assertThat(refusal("current", "_twinlake.dead_letters")).containsOnlyOnce("not a table of twins");
    }

    @Test
    void options_of_an_ingest_are_refused_by_their_names() {
        assertThat(doors.ingest("--threads", "0").errors()).contains("--threads 0: expected at least 1");
        assertThat(doors.ingest("--epoch-events", "-1").errors()).contains("--epoch-events -1: expected at least 1");
        assertThat(doors.ingest("--epoch", "0s").exitCode()).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void a_scheme_that_nothing_reads_is_a_mistake_of_the_command_line() {
        assertThat(refusal("scan", "foo://x"))
                .contains("scheme 'foo'", "file:///", "s3://")
                .doesNotContain("Hadoop");
        CommandLineRun run = CommandLineRun.of("tables", "--lake", "foo://x/lake");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errors()).contains("scheme 'foo'", "s3://");
    }

    @Test
    void a_lake_that_is_not_there_or_is_a_file_is_refused_wherever_it_is_read() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no lake");
        for (List<String> command : List.of(
                List.of("tables"),
                List.of("pipelines"),
                List.of("dead-letters"),
                List.of("doctor"),
                List.of("compact"),
                List.of("sql", "SELECT 1"),
                List.of("describe", DoorLake.TABLE),
                List.of("vacuum", DoorLake.TABLE),
                List.of("current", DoorLake.TABLE))) {
            assertThat(refusalOf(command, folder.resolve("nowhere"))).contains("does not exist", "--lake");
            assertThat(refusalOf(command, file)).contains("is a file; a lake is a folder");
        }
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThat(refusalOf(
                        List.of(
                                "ingest",
                                "--definition",
                                folder.resolve("door.yaml").toString(),
                                "--source",
                                folder.resolve("readings.jsonl").toString()),
                        file))
                .contains("is a file; a lake is a folder");
    }

    private static String refusalOf(List<String> command, Path lake) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--lake", lake.toString()));
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as("%s: %s", command, run.errors()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.output()).isEmpty();
        return run.errors();
    }

    @Test
    void what_is_no_json_is_told_how_csv_is_named() throws IOException {
        Path csv = Files.writeString(folder.resolve("doors.txt"), "door,at,open\nfront,2026-01-01T08:00:00Z,true\n");

        CommandLineRun run = CommandLineRun.of(
                "ingest",
                "--lake",
                folder.resolve("other").toString(),
                "--definition",
                folder.resolve("door.yaml").toString(),
                "--source",
                csv.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(run.errors())
                .contains("every event was refused", "?format=csv")
                .contains("  parse: ", "(doors.txt, record 1)");
        assertThat(CommandLineRun.of(
                                "dead-letters",
                                "--format",
                                "csv",
                                "--lake",
                                folder.resolve("other").toString())
                        .output())
                .containsOnlyOnce("is it CSV? Add ?format=csv to the source");
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
    void a_data_file_that_was_cut_off_is_wrong_data_and_named_with_what_to_do() throws IOException {
        for (Path file : dataFiles()) {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));
        }

        assertThat(requireDamageNamed("scan", DoorLake.TABLE)).contains("it ends at byte 100, before");
        requireDamageNamed("history", DoorLake.TABLE, "front");
        requireDamageNamed("sql", "SELECT count(DISTINCT key) FROM " + DoorLake.TABLE);
    }

    @Test
    void a_data_file_whose_pages_or_footer_are_damaged_is_wrong_data_and_named_with_what_to_do() throws IOException {
        Path file = dataFiles().get(0);
        byte[] whole = Files.readAllBytes(file);
        for (int from : List.of(4, whole.length - 200)) {
            byte[] damaged = whole.clone();
            for (int i = from; i < from + 190; i += 3) {
                damaged[i] ^= 0x5a;
            }
            Files.write(file, damaged);

            requireDamageNamed("scan", DoorLake.TABLE);
            requireDamageNamed("sql", "SELECT max(key), max(observed_at), max(cause) FROM " + DoorLake.TABLE);
        }
    }

    private String requireDamageNamed(String command, String... more) {
        CommandLineRun run = doors.on(command, more);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(run.errors())
                .contains("cannot read file:///", ".parquet: ", "restore it from a copy", "read a version");
        return run.errors();
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
        for (Path file : dataFiles()) {
            Files.delete(file);
        }
    }

    private List<Path> dataFiles() throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(doors.table(), "*.parquet")) {
            files.forEach(paths::add);
        }
        assertThat(paths).isNotEmpty();
        return paths;
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
