package io.twinlake.benchmarks;

import io.twinlake.twin.Event;
import io.twinlake.twin.LiveTwins;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StateChanges;
import io.twinlake.twin.TwinDefinition;
import io.twinlake.twin.TwinModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Heap that live twins take: makes so many of a definition's twins, each from two events, and compares what is used
 * after garbage collection.
 *
 * <p>Arguments: {@code flights} or {@code positions}, its definition file, twins.
 */
public final class TwinHeap {

    private static final long FIRST_MICROS = 1_700_000_000_000_000L;

    private TwinHeap() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: TwinHeap flights|positions DEFINITION TWINS");
            System.exit(2);
        }
        Path file = Path.of(arguments[1]);
        TwinModel model = TwinModel.compile(
                TwinDefinition.parse(file.toString(), Files.readString(file)).get(0));
        BiConsumer<Reading, Integer> fill = arguments[0].equals("flights") ? TwinHeap::flight : TwinHeap::position;
        int twins = Integer.parseInt(arguments[2]);
        long before = used();
        LiveTwins table = model.table();
        StateChanges changes = StateChanges.of(model.schema());
        long rows = populate(model, table, changes, fill, twins);
        changes = StateChanges.of(model.schema());
        long bytes = used() - before;
        System.out.printf(
                Locale.ROOT,
                "%,d live twins (%,d rows made): %,.1f MB, %,d bytes a twin, %,.1f MB per 100,000%n",
                table.size(),
                rows,
                bytes / 1e6,
                bytes / table.size(),
                bytes / 1e6 / table.size() * 100_000);
        // Both are live until here.
        if (changes.rows().rows() > 0) {
            throw new IllegalStateException("rows are left");
        }
    }

    private static long populate(
            TwinModel model, LiveTwins table, StateChanges changes, BiConsumer<Reading, Integer> fill, int twins) {
        long rows = 0;
        for (int event = 0; event < 2 * twins; event++) {
            Slots slots = model.streams().get(0).layout().newSlots();
            Reading reading = new Reading(model, slots, FIRST_MICROS + event / twins * 60_000_000L);
            fill.accept(reading, event % twins);
            table.apply(new Event(0, slots, reading.micros(), "events", event), changes);
            rows += changes.rows().rows();
            changes.clear();
        }
        return rows;
    }

    /** Used heap once a full collection frees no more. */
    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = runtime.totalMemory() - runtime.freeMemory();
            if (now >= used) {
                return now;
            }
            used = now;
        }
    }

    private static void flight(Reading reading, int twin) {
        reading.text("type", "departed");
        reading.number("at", reading.micros());
        reading.text("tailnum", "N%06d".formatted(twin));
        reading.text("carrier", "UA");
        reading.number("flight", twin % 9000);
        reading.text("origin", "EWR");
        reading.text("dest", "IAH");
        reading.number("delay_min", 2);
        reading.number("distance_mi", 1400);
    }

    private static void position(Reading reading, int twin) {
        reading.text("tailnum", "N%06d".formatted(twin));
        reading.number("at", reading.micros());
        reading.decimal("lat", 40 + twin % 1000 * 1e-3);
        reading.decimal("lon", -73);
        reading.decimal("altitude_ft", 30_000);
        reading.decimal("groundspeed_kn", 440);
        reading.decimal("heading", 90);
        reading.flag("on_ground", false);
        reading.text("origin", "EWR");
        reading.text("dest", "IAH");
        reading.text("flight", "UA%d".formatted(twin % 9000));
    }

    /** An event's telemetry that is being filled in. */
    private record Reading(TwinModel model, Slots slots, long micros) {

        void text(String name, String value) {
            slots.setText(at(name), value);
        }

        void number(String name, long value) {
            slots.setWord(at(name), value);
        }

        void decimal(String name, double value) {
            slots.setDecimal(at(name), value);
        }

        void flag(String name, boolean value) {
            slots.setFlag(at(name), value);
        }

        private int at(String name) {
            return model.streams().get(0).layout().slot(name).at();
        }
    }
}
