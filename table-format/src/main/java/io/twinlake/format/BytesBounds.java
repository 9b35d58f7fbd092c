package io.twinlake.format;

import java.util.Arrays;

/** The least and the greatest of byte strings: as unsigned bytes, or as signed big-endian numbers of one length. */
final class BytesBounds {

    private final boolean signed;
    private byte[] min = {};
    private byte[] max = {};
    private boolean any;

    BytesBounds(boolean signed) {
        this.signed = signed;
    }

    void add(byte[] bytes, int start, int length) {
        int end = start + length;
        if (!any) {
            min = Arrays.copyOfRange(bytes, start, end);
            max = min;
            any = true;
        } else if (compare(bytes, start, end, max) > 0) {
            max = Arrays.copyOfRange(bytes, start, end);
        } else if (compare(bytes, start, end, min) < 0) {
            min = Arrays.copyOfRange(bytes, start, end);
        }
    }

    void add(BytesBounds other) {
        if (other.any) {
            add(other.min, 0, other.min.length);
            add(other.max, 0, other.max.length);
        }
    }

    private int compare(byte[] bytes, int start, int end, byte[] other) {
        if (signed && start < end && other.length > 0 && (bytes[start] < 0) != (other[0] < 0)) {
            return bytes[start] < 0 ? -1 : 1;
        }
        return Arrays.compareUnsigned(bytes, start, end, other, 0, other.length);
    }

    boolean any() {
        return any;
    }

    byte[] min() {
        return min;
    }

    byte[] max() {
        return max;
    }

    void clear() {
        any = false;
    }
}
