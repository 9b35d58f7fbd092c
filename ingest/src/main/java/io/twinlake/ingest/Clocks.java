package io.twinlake.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds from 1970 UTC, as batches have them, and back. */
final class Clocks {

    private Clocks() {}

    static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    /** A duration in microseconds; the longest there is where it is longer. */
    static long micros(Duration duration) {
        try {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
        } catch (ArithmeticException longer) {
            return Long.MAX_VALUE;
        }
    }

    /** A time plus a duration that is not negative; the last there is where that is beyond time. */
    static long later(long micros, long durationMicros) {
        long sum = micros + durationMicros;
        return sum < micros ? Long.MAX_VALUE : sum;
    }

    /** A time less a duration that is not negative; the first there is where that is before time. */
    static long earlier(long micros, long durationMicros) {
        long difference = micros - durationMicros;
        return difference > micros || difference == Watermark.NONE.micros() ? Watermark.NONE.micros() + 1 : difference;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
