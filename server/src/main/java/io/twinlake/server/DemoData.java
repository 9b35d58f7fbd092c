package io.twinlake.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The bundled month of flights in a landing folder of its own, to which the last week comes later. Who opens closes. */
record DemoData(Path landing, Path examples) implements AutoCloseable {

    private static final int WEEKS = 5;

    /** All weeks but the last. */
    static DemoData unpack() throws IOException {
        Path home = Path.of(System.getProperty("twinlake.home", "."));
        Path examples = home.resolve("examples/flights");
        if (!Files.isDirectory(examples.resolve("data"))) {
            throw new UsageException("the bundled flights are not at " + examples + "; run ./twinlake from a checkout");
        }
        DemoData data = new DemoData(Files.createTempDirectory("twinlake-demo"), examples);
        Files.createDirectories(data.events());
        Files.createDirectories(data.weather());
        for (int week = 1; week < WEEKS; week++) {
            data.land(week);
        }
        return data;
    }

    /** The lake to use: the one asked for, or one beside it where that holds a demo already. */
    static String freshLake(String wanted, Narrator narrator) {
        String uri = wanted;
        for (int number = 2; holdsDemo(uri); number++) {
            uri = wanted.replaceAll("/+$", "") + "-" + number;
        }
        if (!uri.equals(wanted)) {
            narrator.say("The lake " + wanted + " holds tables of flights already; this demo goes to " + uri + ".");
        }
        return uri;
    }

    Path events() {
        return landing.resolve("events");
    }

    Path weather() {
        return landing.resolve("weather");
    }

    List<Path> definitions() {
        return List.of(examples.resolve("aircraft.yaml"), examples.resolve("airport.yaml"));
    }

    void landLastWeek() throws IOException {
        land(WEEKS);
    }

    private void land(int week) throws IOException {
        copy("events/week-" + week + ".jsonl.gz");
        copy("weather/week-" + week + ".csv.gz");
    }

    private void copy(String name) throws IOException {
        Files.copy(examples.resolve("data").resolve(name), landing.resolve(name));
    }

    private static boolean holdsDemo(String uri) {
        try (OpenLake lake = OpenLake.open(uri)) {
            return lake.log("aviation.aircraft_state").exists();
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(landing)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
