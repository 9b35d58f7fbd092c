package io.twinlake.format;

/** The least and the greatest of numbers that are kept as bits. */
final class NumberBounds {

    private final boolean floating;
    private final NumberKind kind;
    private long min;
    private long max;
    private double leastDouble;
    private double greatestDouble;
    private boolean any;
    private boolean notANumber;

    NumberBounds(NumberKind kind) {
        this.kind = kind;
        this.floating = kind.floating();
    }

    void add(long[] values, int count) {
        if (count == 0) {
            return;
        }
        if (floating) {
            addFloating(values, count);
            return;
        }
        long least = any ? min : values[0];
        long greatest = any ? max : values[0];
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        min = least;
        max = greatest;
        any = true;
    }

    private void addFloating(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            double value = kind.toDouble(values[i]);
            if (Double.isNaN(value)) {
                notANumber = true;
            } else if (any) {
                leastDouble = Math.min(leastDouble, value);
                greatestDouble = Math.max(greatestDouble, value);
            } else {
                leastDouble = value;
                greatestDouble = value;
                any = true;
            }
        }
    }

    void add(NumberBounds other) {
        notANumber |= other.notANumber;
        if (!other.any) {
            return;
        }
        min = any ? Math.min(min, other.min) : other.min;
        max = any ? Math.max(max, other.max) : other.max;
        leastDouble = any ? Math.min(leastDouble, other.leastDouble) : other.leastDouble;
        greatestDouble = any ? Math.max(greatestDouble, other.greatestDouble) : other.greatestDouble;
        any = true;
    }

    boolean any() {
        return any;
    }

    /** A NaN is there: it is beyond every bound that one could give. */
    boolean misleading() {
        return notANumber;
    }

    /** Bits of the least; a zero has the sign that makes it the lesser one. */
    long min() {
        return floating ? kind.fromDouble(leastDouble == 0 ? -0.0 : leastDouble) : min;
    }

    /** Bits of the greatest; a zero has the sign that makes it the greater one. */
    long max() {
        return floating ? kind.fromDouble(greatestDouble == 0 ? 0.0 : greatestDouble) : max;
    }

    void clear() {
        any = false;
        notANumber = false;
    }
}
