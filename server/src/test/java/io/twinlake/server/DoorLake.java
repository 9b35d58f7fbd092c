package io.twinlake.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A lake for commands to be tried on: doors that open and close, and one reading that is damaged. */
record DoorLake(Path folder) {

    static final DoorLake NONE = new DoorLake(Path.of(""));

    static final String TABLE = "home.door_state";

    static final String DOORS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: home
            name: door
            version: 1
            source:
              stream: readings
              telemetry:
                door: {type: string}
                at: {type: timestamp, format: iso8601}
                open: {type: boolean}
            key: door
            time: {event_time: at, lateness: 0s}
            properties:
              is_open: {type: boolean, last: open}
              opened: {type: long, count: {when: open}}
            table: {name: home.door_state}
            """;

    static final String READINGS = """
            {"door":"front","at":"2026-01-01T08:00:00Z","open":false}
            {"door":"front","at":"2026-01-01T08:01:00Z","open":true}
            {"door":"back","at":"2026-01-01T08:02:00Z","open":false}
            {"door":"back","at":"2026-01-01T08:03:00Z","open":false}
            {"door":"front","at":"2026-01-01T08:04:00Z","open":
            {"door":"front","at":"2026-01-01T08:05:00Z","open":false}
            """;

    static DoorLake in(Path folder) throws IOException {
        Files.writeString(folder.resolve("door.yaml"), DOORS);
        Files.writeString(folder.resolve("readings.jsonl"), READINGS);
        return new DoorLake(folder);
    }

    String lake() {
        return folder.resolve("lake").toString();
    }

    Path table() {
        return folder.resolve("lake/home/door_state");
    }

    CommandLineRun ingest(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "ingest",
                "--lake",
                lake(),
                "--definition",
                folder.resolve("door.yaml").toString(),
                "--source",
                folder.resolve("readings.jsonl").toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }

    CommandLineRun on(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--lake", lake()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }
}
