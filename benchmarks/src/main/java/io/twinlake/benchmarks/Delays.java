package io.twinlake.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** From when a line was sent until its row was received. The first ones, in which the JVM compiles, do not count. */
final class Delays {

    private final long[] micros;
    private final int warmUp;
    private final CountDownLatch complete = new CountDownLatch(1);
    private int received;

    Delays(int expected, int warmUp) {
        this.micros = new long[expected];
        this.warmUp = warmUp;
    }

    static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    synchronized void received(long sentMicros) {
        micros[received++] = nowMicros() - sentMicros;
        if (received == micros.length) {
            complete.countDown();
        }
    }

    boolean isComplete() {
        return complete.getCount() == 0;
    }

    @Override
    public synchronized String toString() {
        long[] counted = Arrays.copyOfRange(micros, warmUp, received);
        Arrays.sort(counted);
        return String.format(
                Locale.ROOT,
                "%,d rows: p50 %.0f ms, p99 %.0f ms, most %.0f ms",
                counted.length,
                millis(counted, 0.5),
                millis(counted, 0.99),
                millis(counted, 1));
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * quantile))] / 1e3;
    }
}
