package io.twinlake.format;

import java.util.Arrays;

/** Bytes as text of 85 printable characters that need no escapes in JSON (ZeroMQ's RFC 32): five for each four bytes. */
public final class Z85 {

    private static final String DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private static final int BYTES = 4;
    private static final int CHARACTERS = 5;
    private static final byte[] VALUES = values();

    private Z85() {}

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < DIGITS.length(); i++) {
            values[DIGITS.charAt(i)] = (byte) i;
        }
        return values;
    }

    /** The text of some bytes, zeros appended until they are a multiple of four. */
    public static String encode(byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + BYTES - 1) / BYTES * BYTES);
        var text = new StringBuilder(padded.length / BYTES * CHARACTERS);
        for (int i = 0; i < padded.length; i += BYTES) {
            long number = 0;
            for (int j = i; j < i + BYTES; j++) {
                number = (number << Byte.SIZE) | (padded[j] & 0xFF);
            }
            for (long divisor = 85L * 85 * 85 * 85; divisor > 0; divisor /= 85) {
                text.append(DIGITS.charAt((int) (number / divisor % 85)));
            }
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException if the text has characters that are none of these, or a wrong number of them */
    public static byte[] decode(String text) {
        if (text.length() % CHARACTERS != 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' has " + text.length() + " characters; Z85 needs a multiple of " + CHARACTERS);
        }
        byte[] bytes = new byte[text.length() / CHARACTERS * BYTES];
        for (int i = 0, at = 0; i < text.length(); i += CHARACTERS, at += BYTES) {
            long number = number(text, i);
            for (int j = BYTES - 1; j >= 0; j--) {
                bytes[at + j] = (byte) number;
                number >>>= Byte.SIZE;
            }
        }
        return bytes;
    }

    /** What is beyond four bytes is dropped: writers fill the last characters of a text with anything. */
    private static long number(String text, int start) {
        long number = 0;
        for (int i = start; i < start + CHARACTERS; i++) {
            char c = text.charAt(i);
            int digit = c < VALUES.length ? VALUES[c] : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("'" + c + "' is no character of Z85, in '" + text + "'");
            }
            number = number * 85 + digit;
        }
        return number;
    }
}
