package io.twinlake.server;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.twin.TwinDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Readings of pumps for simulations, by a seed: two source partitions, in disorder within the lateness and sometimes
 * beyond it, with silences long enough for a pump's twin to expire and with lines that are refused.
 */
final class PumpReadings {

    static final String TABLE = "plant/pump_state";

    /** Whatever a twin can hold over a restart: held events, bands, stays, candidates, windows, expiry. */
    static final List<TwinDefinition> DEFINITIONS = TwinDefinition.parse("pump.yaml", """
            twinlake: v1alpha1
            kind: TwinType
            namespace: plant
            name: pump
            version: 1
            source:
              stream: readings
              telemetry:
                pump: {type: string}
                at: {type: timestamp}
                flow: {type: double, range: [0, 1000]}
                site: {type: string}
            key: {expr: pump, require: length(pump) > 1}
            time: {event_time: at, lateness: 30s, reorder: within_lateness, late: dead_letter}
            attributes:
              site: {type: string, expr: site}
            properties:
              level:
                type: string
                band: {of: flow, edges: {low: 0, normal: 300, high: 700}, hysteresis: 20}
                min_dwell: 20s
              pace:
                type: string
                last: CASE WHEN flow > 500 THEN 'fast' ELSE 'slow' END
                settle: 25s
              moved:
                type: double
                deadband: {of: flow, abs: 400}
              readings:
                type: long
                count: {}
                emit: with level
              minutely:
                window: {type: tumbling, size: 1m}
                aggregate:
                  samples: count_if(flow > 0)
                  mean: avg(flow)
                emit: on_close
            expiry: {after: 10m, of: event_time, emit: expired}
            on_error: {parse: dead_letter, expression: dead_letter}
            table: {name: plant.pump_state}
            """);

    private static final int LINES = 50;
    private static final int PUMPS = 3;
    private static final int LATENESS_SECONDS = 30;

    private final String pipeline;
    private final Random random;
    private final boolean punctual;
    private long second;

    /**
     * @param pipeline whose readings these are; no other pipeline's have the same keys
     * @param punctual whether none is later than the lateness allows
     */
    PumpReadings(String pipeline, Random random, boolean punctual) {
        this.pipeline = pipeline;
        this.random = random;
        this.punctual = punctual;
    }

    /** The lines of each source partition. */
    List<List<String>> lines() {
        List<List<String>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
        for (int line = 0; line < LINES; line++) {
            second += random.nextInt(20) == 0 ? 700 : random.nextInt(9);
            partitions.get(random.nextInt(2)).add(line());
        }
        return partitions;
    }

    /** Writes the source partitions and returns them as a pipeline's sources. */
    List<String> write(Storage storage, Location folder) {
        List<String> sources = new ArrayList<>();
        for (List<String> lines : lines()) {
            Location at = folder.resolve(pipeline + "-" + sources.size() + ".jsonl");
            storage.put(at, Content.of(String.join("\n", lines) + "\n"));
            sources.add(at.toString());
        }
        return sources;
    }

    private String line() {
        int kind = random.nextInt(60);
        if (kind == 0) {
            return "{\"pump\":\"" + pipeline + "-1\",\"at\":";
        }
        String pump = kind == 1 ? "" : pipeline + "-" + random.nextInt(PUMPS);
        double flow = kind == 2 ? 5_000 : random.nextInt(10_000) / 10.0;
        int behind = kind == 3 && !punctual ? 10 * LATENESS_SECONDS : random.nextInt(LATENESS_SECONDS - 5);
        Instant at = Instant.parse("2024-01-01T00:10:00Z").plusSeconds(second - behind);
        return "{\"pump\":\"%s\",\"at\":\"%s\",\"flow\":%s,\"site\":\"%s\"}"
                .formatted(pump, at, flow, "hall " + random.nextInt(2));
    }
}
