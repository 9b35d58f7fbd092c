package io.twinlake.server;

import io.twinlake.ingest.EventSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bundled month of flights, and definitions of twins for it, where the command line was started from a checkout. */
record DemoData(Path examples) {

    private static final String FOUR_WEEKS = "/week-[1-4]*";

    static DemoData bundled() {
        Path examples = Path.of(System.getProperty("twinlake.home", ".")).resolve("examples");
        if (!Files.isDirectory(examples.resolve("flights/data"))) {
            throw new UsageException("the bundled flights are not at " + examples + "; run ./twinlake from a checkout");
        }
        return new DemoData(examples);
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

    List<Path> flightDefinitions() {
        return List.of(examples.resolve("flights/aircraft.yaml"), examples.resolve("flights/airport.yaml"));
    }

    List<Path> positionDefinitions() {
        return List.of(examples.resolve("positions/aircraft.yaml"));
    }

    List<EventSource> fourWeeks() {
        return flights(FOUR_WEEKS);
    }

    /** The same files and those that come after them: a pipeline goes on behind what it has read of each. */
    List<EventSource> allWeeks() {
        return flights("/");
    }

    private List<EventSource> flights(String files) {
        Path data = examples.resolve("flights/data");
        return List.of(
                EventSource.parse("flights=" + data.resolve("events") + files),
                EventSource.parse("weather=" + data.resolve("weather") + files));
    }

    private static boolean holdsDemo(String uri) {
        try (OpenLake lake = OpenLake.open(uri)) {
            return lake.log("aviation.aircraft_state").exists();
        }
    }
}
