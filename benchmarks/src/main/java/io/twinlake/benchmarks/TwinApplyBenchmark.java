package io.twinlake.benchmarks;

import io.twinlake.twin.Event;
import io.twinlake.twin.Layout;
import io.twinlake.twin.LiveTwins;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StateChanges;
import io.twinlake.twin.TwinDefinition;
import io.twinlake.twin.TwinModel;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Decoded events per second and core into 10,000 twins of a typical definition, where one in about forty makes a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TwinApplyBenchmark {

    private static final int EVENTS = 100_000;
    private static final int TWINS = 10_000;
    private static final long SECOND = 1_000_000;

    private static final String DEFINITION = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: bench
            name: aircraft
            version: 1
            source:
              stream: positions
              telemetry:
                icao24: {type: string}
                at: {type: timestamp, format: epoch_ms}
                lat: {type: double}
                lon: {type: double}
                altitude: {type: double}
                speed: {type: double}
                climb: {type: double}
                ground: {type: boolean}
            key: {expr: icao24, require: length(icao24) = 6}
            time: {event_time: at, lateness: 30s}
            properties:
              on_ground: {type: boolean, last: ground, settle: 5s}
              speed_band:
                type: string
                band: {of: speed, edges: {stopped: 0, taxi: 3, fast: 80, cruise: 250}, hysteresis: 5}
              climb_rate: {type: double, ewma: {of: climb, half_life: 10s}, emit: never}
              phase:
                type: string
                state_machine:
                  initial: unknown
                  states:
                    parked: on_ground AND speed_band = 'stopped'
                    taxiing: on_ground
                    climbing: climb_rate > 300
                    descending: climb_rate < -300
                    level: abs(climb_rate) <= 250
                  min_dwell: 15s
              altitude: {type: double, deadband: {of: altitude, abs: 250}}
              position: {type: geo_point, deadband: {of: "geo_point(lat, lon)", metres: 20000}}
              messages: {type: long, count: {}, emit: {every: 10m}}
            expiry: {after: 15m}
            """;

    private final Event[] events = new Event[EVENTS];
    private final String[] keys = new String[TWINS];
    // JMH calls prepare() first.
    @SuppressWarnings("NullAway.Init")
    private LiveTwins table;

    @SuppressWarnings("NullAway.Init")
    private StateChanges changes;

    private long rounds;

    /** Flights at a constant speed with a little noise. */
    @Setup
    public void prepare() {
        TwinModel model =
                TwinModel.compile(TwinDefinition.parse("bench.yaml", DEFINITION).get(0));
        table = model.table();
        changes = StateChanges.of(model.schema());
        Layout layout = model.streams().get(0).layout();
        Random random = new Random(1);
        for (int i = 0; i < TWINS; i++) {
            keys[i] = String.format("%06x", i);
        }
        for (int i = 0; i < EVENTS; i++) {
            events[i] = new Event(0, reading(layout, i, random), 0, "positions", i);
        }
    }

    private Slots reading(Layout layout, int event, Random random) {
        Slots slots = layout.newSlots();
        int twin = event % TWINS;
        slots.setText(layout.slot("icao24").at(), keys[twin]);
        slots.setDecimal(layout.slot("lat").at(), 40 + twin * 1e-3 + event * 1e-7);
        slots.setDecimal(layout.slot("lon").at(), -73 + event * 1e-7);
        slots.setDecimal(layout.slot("altitude").at(), 30_000 + random.nextInt(40));
        slots.setDecimal(layout.slot("speed").at(), 440 + random.nextInt(8));
        slots.setDecimal(layout.slot("climb").at(), random.nextInt(100) - 50);
        slots.setFlag(layout.slot("ground").at(), false);
        return slots;
    }

    /** Each twin reports once a second; the watermark advances once a round. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int apply() {
        int rows = 0;
        for (int i = 0; i < EVENTS; i++) {
            Event reading = events[i];
            long time = (rounds * (EVENTS / TWINS) + i / TWINS) * SECOND;
            table.apply(new Event(0, reading.telemetry(), time, "positions", i), changes);
        }
        rounds++;
        table.advance((rounds * (EVENTS / TWINS) - 31) * SECOND, changes);
        rows += changes.rows().rows();
        changes.clear();
        return rows;
    }
}
