package io.twinlake.ingest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds from 1970 UTC, as batches have them, and back. */
final class Clocks {

    private Clocks() {}

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
