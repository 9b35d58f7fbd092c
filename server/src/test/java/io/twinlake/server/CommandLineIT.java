package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineIT {

    @TempDir
    private Path folder;

    private DoorLake doors = DoorLake.NONE;
    private String lake = "";

    @BeforeEach
    void a_definition_and_its_input() throws IOException {
        doors = DoorLake.in(folder);
        lake = doors.lake();
    }

    @Test
    void without_a_command_it_says_what_to_write() {
        CommandLineRun run = CommandLineRun.of();

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errors()).contains("twinlake demo");
    }

    @Test
    void every_command_has_help_with_a_description() {
        for (String command : Twinlake.commandLine().getSubcommands().keySet()) {
            CommandLineRun run = CommandLineRun.of("help", command);
            assertThat(run.exitCode()).as(command).isZero();
            assertThat(run.output()).as(command).contains("Usage: twinlake " + command);
            assertThat(CommandLineRun.of(command, "--help")).as(command).isEqualTo(run);
        }
    }

    @Test
    void a_command_is_made_alone_and_its_neighbours_only_where_it_is_misspelled() {
        assertThat(Twinlake.commandLine("current", "home.door_state").getSubcommands())
                .containsOnlyKeys("current");
        assertThat(CommandLineRun.of("curent", "home.door_state").errors()).contains("current");
    }

    @Test
    void a_dry_run_tells_the_reduction_and_writes_nothing() {
        CommandLineRun run = ingest("--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("would write 4 rows of 5 events").contains("is_open");
        assertThat(Path.of(lake)).doesNotExist();
    }

    @Test
    void ingest_makes_a_table_that_all_commands_read() {
        assertThat(ingest().exitCode()).isZero();

        assertThat(on("tables", "--format", "json").output()).contains("\"table\":\"home.door_state\"");
        assertThat(on(
                                "scan",
                                "home.door_state",
                                "--where",
                                "key = 'front'",
                                "--columns",
                                "seq,is_open",
                                "--format",
                                "csv")
                        .output()
                        .lines())
                .containsExactly("seq,is_open", "1,false", "2,true", "3,false");
        assertThat(on("current", "home.door_state", "back", "--format", "csv").output())
                .contains("back,2026-01-01T08:02:00Z");
        assertThat(on("history", "home.door_state", "front", "--format", "json")
                        .output()
                        .lines())
                .hasSize(3);
        assertThat(on("files", "home.door_state", "--format", "json").output())
                .contains("\"rows\":4", "\"deletionVector\":null", "\"stats\":{\"numRecords\":4");
        assertThat(on("describe", "home.door_state").output()).contains("4 rows", "is_open", "boolean");
        assertThat(on("log", "home.door_state", "--format", "csv").output()).contains("door=1");
        assertThat(on("pipelines", "--format", "json").output())
                .contains("\"pipeline\":\"door\"", "\"dead_letters\":1");
        assertThat(on("dead-letters", "--format", "json").output()).contains("readings.jsonl");
        assertThat(on("sql", "SELECT count(*) AS n FROM home.door_state", "--format", "csv")
                        .output()
                        .lines())
                .containsExactly("n", "4");
    }

    @Test
    void dead_letters_are_legible_and_json_says_which_are_text() throws IOException {
        byte[] damaged = DoorLake.READINGS.getBytes(StandardCharsets.ISO_8859_1);
        damaged[DoorLake.READINGS.indexOf("front")] = (byte) 0xFF;
        damaged[DoorLake.READINGS.indexOf(',')] = '!';
        Files.write(folder.resolve("readings.jsonl"), damaged);
        ingest();

        assertThat(on("dead-letters", "--format", "json").output())
                .contains("\"bytes_text\":\"{\\\"door\\\":\\\"front\\\",", "\"bytes_base64\":null")
                .contains("\"bytes_text\":null,\"bytes_base64\":\"eyJkb29yIjoi/");
        assertThat(on("dead-letters", "--format", "csv").output()).contains("eyJkb29yIjoi/", "\"\"open\"\":");
    }

    @Test
    void a_lake_is_written_with_fsync_where_that_is_asked_for() {
        assertThat(ingest("--fsync").exitCode()).isZero();
        assertThat(on("compact", "home.door_state", "--full", "--fsync").exitCode())
                .isZero();
        assertThat(on("vacuum", "home.door_state", "--fsync").exitCode()).isZero();
        assertThat(on("doctor").exitCode()).isZero();
    }

    @Test
    void the_same_ingest_again_adds_nothing() {
        ingest();
        ingest();

        assertThat(on("sql", "SELECT count(*) AS n FROM home.door_state", "--format", "csv")
                        .output()
                        .lines())
                .containsExactly("n", "4");
    }

    @Test
    void a_subscription_gives_rows_with_their_version_and_says_how_to_resume() {
        ingest();

        CommandLineRun run = on("subscribe", "home.door_state", "--from", "earliest");

        assertThat(run.output().lines()).hasSize(4).allMatch(line -> line.startsWith("{\"_commit_version\":"));
        assertThat(run.errors()).contains("resume with --from");
    }

    @Test
    void a_subscription_can_claim_what_it_has_not_read_and_describe_shows_its_lag() {
        ingest();

        on("subscribe", "home.door_state", "--from", "1", "--lease", "reports", "--lease-time", "2h");

        assertThat(on("describe", "home.door_state").output())
                .containsPattern("lease +reports keeps version 1 and later, [0-9]+ behind, until 20");
        assertThat(on("describe", "home.door_state", "--json").output())
                .contains("\"leases\":[{\"holder\":\"reports\",\"version\":1,\"lag\":");
    }

    @Test
    void changes_are_told_version_by_version_where_they_were_recorded_or_may_be_inferred() {
        ingest();

        CommandLineRun refused = on("changes", "home.door_state", "--from", "0");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(refused.errors()).contains("delta.enableChangeDataFeed=true", "--infer");
        assertThat(refused.output()).isEmpty();

        CommandLineRun inferred =
                on("changes", "home.door_state", "--from", "0", "--infer", "--columns", "key,seq", "--format", "csv");
        assertThat(inferred.exitCode()).isZero();
        assertThat(inferred.output().lines())
                .hasSize(5)
                .first()
                .isEqualTo("key,seq,_change_type,_commit_version,_commit_timestamp");
        assertThat(inferred.output().lines().skip(1))
                .allMatch(line -> line.matches("(front|back),[1-3],insert,1,20.*Z"));
        assertThat(on("changes", "home.door_state", "--from", "0", "--to", "0", "--infer", "--format", "csv")
                        .output()
                        .lines())
                .hasSize(1);
    }

    @Test
    void changes_of_versions_that_can_not_be_are_refused() {
        ingest();

        assertThat(on("changes", "home.door_state", "--from", "3", "--to", "2").errors())
                .contains("the first is after the last");
        assertThat(on("changes", "home.door_state", "--from", "-1").errors()).contains("versions begin at 0");
        CommandLineRun future = on("changes", "home.door_state", "--from", "9");
        assertThat(future.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(future.errors()).contains("is not there yet; the newest is 1");
    }

    @Test
    void a_whole_lake_passes_the_doctor_and_a_lost_file_does_not() throws IOException {
        ingest();
        assertThat(on("doctor").exitCode()).isZero();

        try (var files = Files.newDirectoryStream(Path.of(lake, "home", "door_state"), "*.parquet")) {
            Files.delete(files.iterator().next());
        }
        CommandLineRun run = on("doctor", "--format", "csv");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FOUND_PROBLEMS.number());
        assertThat(run.output()).contains("a live file is gone");
    }

    @Test
    void the_doctor_says_that_a_lake_is_not_there_or_empty_and_a_table_is_not_there() {
        assertThat(on("doctor").errors()).contains("does not exist");
        assertThat(Path.of(lake).toFile().mkdir()).isTrue();
        assertThat(on("doctor", "--format", "csv").output()).contains("there is no table,check --lake");
        ingest();

        CommandLineRun run = on("doctor", "door_state");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.errors()).contains("did you mean 'home.door_state'?");
    }

    @Test
    void times_are_told_as_people_tell_them_and_exactly_to_machines() {
        ingest();
        on("subscribe", "home.door_state", "--from", "1", "--lease", "reports");

        assertThat(on("describe", "home.door_state").output()).containsPattern("until 20[0-9T:-]+Z\\n");
        assertThat(on("pipelines").output())
                .contains("  lag  ")
                .doesNotContain("lag_ms")
                .containsPattern("\"home.door_state\":\"[0-9]+d( [0-9]+h)?\"");
        assertThat(on("pipelines", "--format", "json").output())
                .containsPattern("\"lag_ms\":\\{\"home.door_state\":[0-9]{9,}}");
        assertThat(List.of(0L, 250L, 61_000L, 3_600_000L, 90_061_000L).stream()
                        .map(millis -> Durations.told(Duration.ofMillis(millis))))
                .containsExactly("0ms", "250ms", "1m 1s", "1h", "1d 1h");
    }

    @Test
    void what_compaction_did_is_told_in_words() {
        ingest();

        assertThat(on("compact", "home.door_state", "--dry-run", "--full").output())
                .doesNotContain(" 1 files");
        assertThat(on("compact", "home.door_state", "--full").output())
                .startsWith("home.door_state: ")
                .doesNotContain("CompactionResult", " 1 files");
    }

    @Test
    void a_cache_without_room_is_refused_by_the_name_of_its_option() {
        for (String size : List.of("-5", "0", "99999999999999")) {
            CommandLineRun run = on("sql", "--cache-mib", size, "SELECT 1");
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
            assertThat(run.errors()).startsWith("twinlake: --cache-mib " + size + ": expected at least 1");
        }
    }

    @Test
    void what_is_not_there_is_named_with_what_is_near() {
        ingest();

        CommandLineRun table = on("scan", "home.dor_state");
        assertThat(table.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(table.errors()).contains("home.door_state").doesNotContain("\tat ");

        CommandLineRun column = on("scan", "home.door_state", "--where", "is_opn = true");
        assertThat(column.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(column.errors()).contains("did you mean 'is_open'?");
        CommandLineRun far = on("scan", "home.door_state", "--where", "weather = true");
        assertThat(far.errors())
                .contains("no column 'weather'. The columns are key, ")
                .doesNotContain("did you mean");

        assertThat(on("scan", "home.door_state", "--version", "99").exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(on("scan", "home.door_state", "--timestamp", "yesterday").errors())
                .contains("2013-06-01");
        assertThat(on("subscribe", "home.door_state", "--from", "soon").errors())
                .contains("earliest");
    }

    @Test
    void all_mistakes_of_a_definition_come_at_once() throws IOException {
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(
                wrong, DoorLake.DOORS.replace("last: open", "last: opn").replace("key: door", "key: dor"));

        CommandLineRun run = CommandLineRun.of("check", wrong.toString());

        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(run.errors()).contains("opn", "dor", "wrong.yaml:15:", "2 mistakes");
    }

    @Test
    void a_right_definition_tells_what_it_stores() {
        CommandLineRun run =
                CommandLineRun.of("check", folder.resolve("door.yaml").toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("home.door_state", "is_open");
    }

    private CommandLineRun ingest(String... more) {
        return doors.ingest(more);
    }

    private CommandLineRun on(String command, String... more) {
        return doors.on(command, more);
    }
}
