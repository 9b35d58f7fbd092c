package io.twinlake.ingest;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Position reports of aircraft along real routes, as JSON lines: {@code synthetic:positions?aircraft=100&seed=1&rate=1
 * &hours=1&start=2013-01-01T00:00:00Z}. {@code rate} is reports a second of each aircraft. The same parameters give the
 * same bytes, and each report depends on its number alone, so that reading can go on anywhere.
 */
final class SyntheticPositions implements PartitionReader {

    private static final int REPORTS_A_CHUNK = 1_000;
    private static final int MAX_REPORT_BYTES = 320;
    private static final Set<String> PARAMETERS = Set.of("aircraft", "seed", "rate", "hours", "start");

    private final long seed;
    private final long reports;
    private final double microsBetween;
    private final long startMicros;
    private final Flight[] flights;
    private final byte[][] tailNumbers;
    private final NumberBytes out = new NumberBytes();
    private long next;
    private long position;

    private SyntheticPositions(Settings settings, Offset from) {
        Routes routes = Routes.bundled();
        this.seed = settings.seed();
        this.microsBetween = 1_000_000 / settings.rate();
        this.startMicros = Clocks.micros(settings.start());
        this.flights = new Flight[settings.aircraft()];
        this.tailNumbers = new byte[settings.aircraft()][];
        for (int i = 0; i < flights.length; i++) {
            long chance = mix(seed * 31 + i);
            int route = (int) Long.remainderUnsigned(chance, routes.routes().size());
            flights[i] = new Flight(routes.routes().get(route), unit(mix(chance)));
            String known = routes.tailNumbers().get(i % routes.tailNumbers().size());
            int round = i / routes.tailNumbers().size();
            tailNumbers[i] = (round == 0 ? known : known + "-" + round).getBytes(StandardCharsets.US_ASCII);
        }
        this.reports = Math.round(settings.hours() * 3_600 * settings.rate()) * settings.aircraft();
        this.next = from.record();
        this.position = from.position().match(new BytesBefore());
    }

    private record Settings(int aircraft, long seed, double rate, double hours, Instant start) {}

    /** @throws IllegalArgumentException if the source or a parameter is not known */
    static SyntheticPositions open(EventSource source, Offset from) {
        if (!source.uri().equals("synthetic:positions")) {
            throw new IllegalArgumentException(
                    "there is no source " + source.uri() + "; the synthetic source is synthetic:positions");
        }
        Map<String, String> given = source.parameters();
        for (String name : given.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException("synthetic:positions has no parameter '" + name + "'; it has "
                        + PARAMETERS.stream().sorted().toList());
            }
        }
        Settings settings = new Settings(
                (int) number(given, "aircraft", 100, value -> value >= 1 && value <= 10_000_000),
                (long) number(given, "seed", 1, value -> true),
                number(given, "rate", 1, value -> value > 0),
                number(given, "hours", 1, value -> value >= 0),
                start(given));
        return new SyntheticPositions(settings, from);
    }

    @Override
    public Optional<Portion> next() {
        if (next >= reports) {
            return Optional.empty();
        }
        int count = (int) Math.min(REPORTS_A_CHUNK, reports - next);
        out.begin(count * MAX_REPORT_BYTES);
        for (int i = 0; i < count; i++) {
            report(next + i);
        }
        byte[] data = out.bytes();
        Chunk chunk = new Chunk.Text("synthetic", new TextFormat.JsonLines(), data, 0, out.length(), position);
        position += out.length();
        next += count;
        return Optional.of(new Portion.Records(chunk, new Portion.Place.ByCount()));
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    private void report(long number) {
        int aircraft = (int) (number % flights.length);
        double turn = Math.floorDiv(number, flights.length) + (double) aircraft / flights.length;
        long micros = (long) (turn * microsBetween) / 1_000 * 1_000;
        Flight flight = flights[aircraft];
        flight.at(micros / 1e6);
        long chance = mix(seed ^ mix(number));
        double noise = flight.onGround() ? 0.1 : 1;
        out.text("{\"tailnum\":\"").raw(tailNumbers[aircraft]);
        out.text("\",\"at\":\"").time(startMicros + micros);
        out.text("\",\"lat\":").decimal(flight.latitude() + noise * jitter(chance, 0) * 3e-4, 5);
        out.text(",\"lon\":").decimal(flight.longitude() + noise * jitter(chance, 1) * 3e-4, 5);
        out.text(",\"altitude_ft\":").decimal(flight.altitudeFeet() + noise * jitter(chance, 2) * 25, 0);
        double knots = flight.onGround() ? 0 : flight.knots() + jitter(chance, 3) * 2;
        out.text(",\"groundspeed_kn\":").decimal(knots, 1);
        double heading = (flight.heading() + noise * jitter(chance, 4) + 360) % 360;
        out.text(",\"heading\":").decimal(heading, 1);
        out.text(flight.onGround() ? ",\"on_ground\":true" : ",\"on_ground\":false");
        out.text(",\"origin\":\"").text(flight.origin().code());
        out.text("\",\"dest\":\"").text(flight.destination().code());
        out.text("\",\"flight\":\"").text(flight.flight());
        out.text("\"}\n");
    }

    /** From -1 to 1, twelve bits of the chance for each kind. */
    private static double jitter(long chance, int kind) {
        return ((chance >>> (12 * kind)) & 0xFFF) / 2047.5 - 1;
    }

    private static double unit(long chance) {
        return (chance >>> 11) * 0x1p-53;
    }

    /** Spreads the bits of a number (the finalizer of SplitMix64). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    private static double number(Map<String, String> given, String name, double otherwise, Predicate<Double> allowed) {
        String text = given.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            double value = Double.parseDouble(text);
            if (allowed.test(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, text, e);
        }
        throw wrong(name, text, new IllegalArgumentException("out of range"));
    }

    private static Instant start(Map<String, String> given) {
        String text = given.getOrDefault("start", "2013-01-01T00:00:00Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong("start", text, e);
        }
    }

    private static IllegalArgumentException wrong(String name, String text, Exception cause) {
        return new IllegalArgumentException(
                "synthetic:positions: " + name + "=" + text + " is out of range or no value of that kind", cause);
    }

    /** Bytes before the next report; an older release wrote them as a place in a file. */
    private record BytesBefore() implements SourcePosition.Cases<Long> {
        @Override
        public Long start() {
            return 0L;
        }

        @Override
        public Long inFile(SourcePosition.InFile position) {
            return position.position();
        }

        @Override
        public Long counted(SourcePosition.Counted position) {
            return position.bytes();
        }
    }
}
