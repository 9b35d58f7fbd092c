package io.twinlake.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One pipeline as a command that can be started again and again.
 *
 * @param name of the pipeline
 * @param arguments of {@code ingest}: its definitions and sources, and how small its epochs are
 */
record KilledIngest(String name, List<String> arguments) {

    private static final Duration LONGEST_RUN = Duration.ofMinutes(2);

    /** Many small epochs of position reports, and of real flights with lines that are refused. */
    static List<KilledIngest> all(Path examples, int epochEvents) {
        return List.of(
                new KilledIngest(
                        "positions",
                        List.of(
                                "--pipeline", "positions",
                                "--definition",
                                        examples.resolve("positions/aircraft.yaml")
                                                .toString(),
                                "--source", "synthetic:positions?aircraft=60&hours=0.4&rate=1",
                                "--epoch", "50ms",
                                "--epoch-events", Integer.toString(epochEvents))),
                new KilledIngest(
                        "flights",
                        List.of(
                                "--pipeline",
                                "flights",
                                "--definition",
                                examples.resolve("flights/aircraft.yaml").toString(),
                                examples.resolve("flights/airport.yaml").toString(),
                                "--source",
                                "flights=" + examples.resolve("flights/data/events"),
                                "weather=" + examples.resolve("flights/data/weather"),
                                "--epoch",
                                "50ms",
                                "--epoch-events",
                                Integer.toString(epochEvents))));
    }

    TwinlakeProcess start(Location lake, Path logs, Map<String, String> environment, String... more) {
        List<String> command = new ArrayList<>(List.of("ingest", "--lake", lake.toString()));
        command.addAll(arguments);
        command.addAll(List.of(more));
        return TwinlakeProcess.start(logs, environment, command);
    }

    /** Runs to the end of its sources. */
    void finish(Location lake, Path logs, Map<String, String> environment) throws InterruptedException {
        try (TwinlakeProcess process = start(lake, logs, environment)) {
            if (!process.endsWithin(LONGEST_RUN) || process.exitCode() != 0) {
                throw new AssertionError("pipeline " + name + " did not come to its end:\n" + process.output());
            }
        }
    }

    /** The numbers of the epochs whose records are kept, the last one last; empty if nothing is recorded yet. */
    List<Long> recorded(Storage storage, Location lake) {
        List<Long> numbers = new ArrayList<>();
        try (Listing listing = storage.list(folder(lake), "")) {
            listing.forEachRemaining(object ->
                    numbers.add(Long.parseLong(object.location().name().replace(".json", ""))));
        }
        return numbers;
    }

    /** The number of the last recorded epoch that had rows for a table; epochs without rows leave its progress as it is. */
    OptionalLong lastWithRows(Storage storage, Location lake, String table) throws IOException {
        List<Long> numbers = recorded(storage, lake);
        for (int i = numbers.size() - 1; i >= 0; i--) {
            Location record = folder(lake).resolve(String.format(Locale.ROOT, "%020d.json", numbers.get(i)));
            if (new JsonMapper().readTree(storage.read(record)).path("rows").has(table)) {
                return OptionalLong.of(numbers.get(i));
            }
        }
        return OptionalLong.empty();
    }

    private Location folder(Location lake) {
        return lake.resolve("_twinlake/pipelines/" + name + "/epochs");
    }
}
