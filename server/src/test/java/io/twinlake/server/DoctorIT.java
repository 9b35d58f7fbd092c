package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor finds of pipelines, and what ingest makes of it. */
class DoctorIT {

    @TempDir
    private Path folder;

    private DoorLake doors = DoorLake.NONE;

    @BeforeEach
    void a_lake_of_two_epochs() throws IOException {
        doors = DoorLake.in(folder);
        doors.ingest();
        Files.writeString(
                folder.resolve("readings.jsonl"),
                DoorLake.READINGS + "{\"door\":\"back\",\"at\":\"2026-01-01T08:06:00Z\",\"open\":true}\n");
        doors.ingest();
    }

    @Test
    void a_sound_lake_is_well_and_its_pipelines_were_looked_at() {
        CommandLineRun run = doors.on("doctor");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.errors()).contains("looked at the store, 2 tables and 1 pipeline: all is well");
    }

    @Test
    void a_table_that_lost_its_newest_commit_is_found_and_the_next_run_heals_it() throws IOException {
        String rows = doors.on("scan", DoorLake.TABLE, "--format", "csv").output();
        Path newest = newest(doors.table().resolve("_delta_log"));
        Files.write(newest, new byte[0]);
        assertThat(doors.ingest().exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        Files.delete(newest);

        assertFound("home.door_state is at epoch 1 and had rows of epoch 2");

        assertThat(doors.ingest().errors()).contains("makes again what is recorded after it");
        assertThat(doors.on("doctor").exitCode()).isZero();
        assertThat(withoutTimes(
                        doors.on("scan", DoorLake.TABLE, "--format", "csv").output()))
                .isEqualTo(withoutTimes(rows));
    }

    @Test
    void a_pipeline_of_which_tables_have_rows_and_nothing_else_is_left_is_told() throws IOException {
        String name = String.valueOf(pipeline().getFileName());
        Files.move(pipeline(), folder.resolve("elsewhere"));

        CommandLineRun told = doors.on("doctor");
        assertThat(told.exitCode()).as(told.output()).isZero();
        assertThat(told.output())
                .contains("pipeline " + name, "home.door_state", "is gone: it can't go on", "put the folder back");
        assertThat(doors.ingest().exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(doors.on("doctor").output()).contains("is gone: it can't go on");
    }

    @Test
    void what_a_restart_could_not_use_is_found_and_told_as_bad_data() throws IOException {
        for (String kind : List.of("state", "epochs", "definitions")) {
            Path object = newest(pipeline().resolve(kind));
            byte[] sound = Files.readAllBytes(object);
            Files.write(object, new byte[] {1, 2, 3});
            assertFound(object.getFileName().toString());
            Files.write(object, sound);
        }
        assertThat(doors.on("doctor").exitCode()).isZero();
    }

    @Test
    void a_damaged_record_that_a_restart_needs_ends_it_with_the_remedy() throws IOException {
        Files.delete(newest(doors.table().resolve("_delta_log")));
        Path record = newest(pipeline().resolve("epochs"));
        Files.writeString(record, "{");

        assertFound("can't go on");
        CommandLineRun run = doors.ingest();
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(ExitCode.BAD_DATA.number());
        assertThat(run.errors())
                .contains("the epoch record", record.getFileName().toString(), "Put back from a copy")
                .doesNotContain("defect");
    }

    @Test
    void an_owner_that_is_unreadable_or_gone_and_a_folder_of_nobody_are_worth_advice() throws IOException {
        Files.writeString(pipeline().resolve("owner"), "null");
        Files.createDirectories(pipeline().resolveSibling("no pipeline"));
        Files.writeString(pipeline().resolveSibling("no pipeline/readme"), "kept");

        CommandLineRun run = doors.on("doctor", "--format", "csv");
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("the owner can't be read", "no pipeline has such a name");
        assertThat(doors.on("pipelines").exitCode()).isZero();

        Files.writeString(
                pipeline().resolve("owner"),
                "{\"host\":\"elsewhere\",\"pid\":7,\"id\":\"x\",\"seenMicros\":1,\"ttlMicros\":1}");
        assertThat(doors.on("doctor", "--format", "csv").output()).contains("7 on host elsewhere", "start it again");
    }

    @Test
    void two_pipelines_of_one_table_are_well_unless_a_key_is_in_both() throws IOException {
        Path more = folder.resolve("more.jsonl");
        Files.writeString(more, "{\"door\":\"side\",\"at\":\"2026-01-01T09:00:00Z\",\"open\":true}\n");
        assertThat(ingestMore(more).exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(ingestMore(more, "--shares-table").exitCode()).isZero();
        assertThat(doors.on("doctor").exitCode()).isZero();

        Files.writeString(
                more, Files.readString(more) + "{\"door\":\"front\",\"at\":\"2026-01-01T09:01:00Z\",\"open\":true}\n");
        assertThat(ingestMore(more).exitCode()).isZero();
        assertFound("twin 'front' has rows of pipeline door and of pipeline more");
    }

    @Test
    void a_hint_to_a_checkpoint_that_is_not_there_and_a_damaged_lease_are_told() throws IOException {
        Path hint = doors.table().resolve("_delta_log/_last_checkpoint");
        Files.writeString(hint, "{\"version\":1,\"size\":3}");
        CommandLineRun run = doors.on("doctor", "--format", "csv");
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("it names a checkpoint of version 1, and there is none");

        Path leases = Files.createDirectories(doors.table().resolve("_twinlake/leases"));
        Files.writeString(leases.resolve("slow.json"), "{");
        assertFound("slow.json can't be understood");
    }

    private CommandLineRun ingestMore(Path source, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "ingest",
                "--lake",
                doors.lake(),
                "--pipeline",
                "more",
                "--definition",
                folder.resolve("door.yaml").toString(),
                "--source",
                source.toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    private void assertFound(String problem) {
        CommandLineRun run = doors.on("doctor", "--format", "csv");
        assertThat(run.output()).contains(problem).doesNotContain("Exception");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCode.FOUND_PROBLEMS.number());
    }

    private Path pipeline() {
        return folder.resolve("lake/_twinlake/pipelines/door");
    }

    private static Path newest(Path objects) throws IOException {
        try (Stream<Path> all = Files.list(objects)) {
            return all.filter(path -> !path.getFileName().toString().startsWith("_"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    private static List<String> withoutTimes(String csv) {
        return csv.lines()
                .map(line -> line.replaceAll("2\\d{3}-[^,]*\\.\\d+Z", ""))
                .sorted()
                .toList();
    }
}
