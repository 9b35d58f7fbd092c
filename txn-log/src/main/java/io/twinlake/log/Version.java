package io.twinlake.log;

import java.math.BigInteger;
import java.util.Optional;

/** The number of a commit, from 0, without gaps. */
public record Version(long number) implements Comparable<Version> {

    public Version {
        if (number < 0) {
            throw new IllegalArgumentException("version " + number + " is negative; versions begin at 0");
        }
    }

    /** The version that a name of twenty digits tells; none has one that no version can follow. */
    static Optional<Version> parse(String digits) {
        BigInteger number = new BigInteger(digits);
        return number.compareTo(BigInteger.valueOf(Long.MAX_VALUE)) < 0
                ? Optional.of(of(number.longValueExact()))
                : Optional.empty();
    }

    public static Version of(long number) {
        return new Version(number);
    }

    public Version next() {
        return new Version(number + 1);
    }

    @Override
    public int compareTo(Version other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
