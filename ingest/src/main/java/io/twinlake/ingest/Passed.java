package io.twinlake.ingest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first and the last bytes of what was read of a text, from which a {@link Proof} is made. Its arrays are never
 * changed.
 *
 * @param bytes how many were read
 * @param first the first {@link #KEPT} of them, or all
 * @param last the last {@link #KEPT} of them, or all
 */
record Passed(long bytes, byte[] first, byte[] last) {

    static final int KEPT = 4096;

    static final Passed NONE = new Passed(0, new byte[0], new byte[0]);

    /** With {@code data[from, to)} read behind it. */
    Passed plus(byte[] data, int from, int to) {
        int length = to - from;
        int head = Math.min(length, KEPT);
        int tail = Math.min(length, KEPT);
        return plus(new Passed(
                length, Arrays.copyOfRange(data, from, from + head), Arrays.copyOfRange(data, to - tail, to)));
    }

    /** With more read behind it. */
    Passed plus(Passed more) {
        if (more.bytes == 0) {
            return this;
        }
        byte[] head = first.length == KEPT ? first : joined(first, more.first, 0);
        byte[] tail = more.last.length == KEPT ? more.last : joined(last, more.last, last.length + more.last.length);
        return new Passed(bytes + more.bytes, head, tail);
    }

    /** At most {@link #KEPT} bytes of both, the first or (where {@code end} is their length) the last ones. */
    private static byte[] joined(byte[] one, byte[] other, int end) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        int kept = Math.min(KEPT, both.length);
        return end == 0 ? Arrays.copyOf(both, kept) : Arrays.copyOfRange(both, end - kept, end);
    }

    /** Whether what was read ends within a line. */
    boolean endsWithinLine() {
        return last.length > 0 && last[last.length - 1] != '\n';
    }

    /** @throws IllegalArgumentException if nothing was read */
    Proof.OfBytes proof() {
        String head = hash(first);
        return new Proof.OfBytes(bytes, head, bytes <= KEPT ? head : hash(last));
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime", e);
        }
    }
}
