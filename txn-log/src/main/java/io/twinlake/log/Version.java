package io.twinlake.log;

/** The number of a commit, from 0, without gaps. */
public record Version(long number) implements Comparable<Version> {

    public Version {
        if (number < 0) {
            throw new IllegalArgumentException("version " + number + " is negative; versions begin at 0");
        }
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
