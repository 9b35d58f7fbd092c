package io.twinlake.benchmarks;

/** The values that all writers write. */
final class SampleRow {

    private static final String[] PHASES = {"parked", "taxiing", "climbing", "level", "descending"};
    private static final long FIRST_MICROS = 1_700_000_000_000_000L;

    private SampleRow() {}

    static String key(int row) {
        return "N%05d".formatted(row);
    }

    static long observedAt(int commit, int row) {
        return FIRST_MICROS + commit * 1_000_000L + row * 10_000L;
    }

    static String phase(int commit, int row) {
        return PHASES[(commit + row) % PHASES.length];
    }

    static double altitude(int commit, int row) {
        return commit % 400 * 100 + row;
    }
}
