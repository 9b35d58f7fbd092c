package io.twinlake.twin;

/** SQL's order of doubles as Spark has it: NaN equals NaN and is the greatest; the two zeros are equal. */
final class Doubles {

    private Doubles() {}

    static int compare(double a, double b) {
        if (a < b) {
            return -1;
        }
        if (a > b) {
            return 1;
        }
        return a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
}
