package io.twinlake.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for bytes, eight at a time. */
final class Bytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Bytes() {}

    static boolean isAscii(byte[] data, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            if (((long) LONGS.get(data, at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < to; at++) {
            if (data[at] < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(byte[] data, int from, int to, byte wanted) {
        long pattern = ONES * wanted;
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONGS.get(data, at) ^ pattern;
            if (((difference - ONES) & ~difference & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < to; at++) {
            if (data[at] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** One past the last such byte in {@code [from, to)}, or {@code from} if there is none. */
    static int behindLast(byte[] data, int from, int to, byte wanted) {
        int at = to;
        while (at > from && data[at - 1] != wanted) {
            at--;
        }
        return at;
    }
}
