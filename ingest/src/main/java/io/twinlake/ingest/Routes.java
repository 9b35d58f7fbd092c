package io.twinlake.ingest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real airports, routes and aircraft over which synthetic flights go (nycflights13, CC0). */
record Routes(List<Route> routes, List<String> tailNumbers) {

    /** An airport, in degrees and feet. */
    record Airport(String code, double latitude, double longitude, double altitudeFeet) {}

    /** A flight that is flown often between two airports. */
    record Route(Airport origin, Airport destination, String flight) {}

    static Routes bundled() {
        Map<String, Airport> airports = new HashMap<>();
        for (String line : rows("airports.csv")) {
            List<String> cells = List.of(line.split(",", -1));
            airports.put(
                    cells.get(0),
                    new Airport(
                            cells.get(0),
                            Double.parseDouble(cells.get(1)),
                            Double.parseDouble(cells.get(2)),
                            Double.parseDouble(cells.get(3))));
        }
        List<Route> routes = rows("routes.csv").stream()
                .map(line -> List.of(line.split(",", -1)))
                .map(cells -> new Route(known(airports, cells.get(0)), known(airports, cells.get(1)), cells.get(2)))
                .toList();
        return new Routes(routes, rows("aircraft.csv"));
    }

    private static Airport known(Map<String, Airport> airports, String code) {
        Airport airport = airports.get(code);
        if (airport == null) {
            throw new IllegalStateException("a bundled route names the airport " + code + ", which is not bundled");
        }
        return airport;
    }

    /** The lines of a bundled table, without its header. */
    private static List<String> rows(String name) {
        try (InputStream input = Routes.class.getResourceAsStream(name)) {
            if (input == null) {
                throw new IllegalStateException("the bundled table " + name + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            return reader.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the bundled table " + name + " failed", e);
        }
    }
}
