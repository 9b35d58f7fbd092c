package io.twinlake.ingest;

import java.nio.charset.StandardCharsets;

/** UTF-8 as Unicode defines it: shortest forms, no surrogates, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /** The index of the first byte in {@code [from, to)} that begins no character, or -1. */
    static int malformedAt(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            int length = data[at] >= 0 ? 1 : lengthAt(data, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /** Bytes as text for a message, on one line. */
    static String shown(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", " ");
    }

    /** How many bytes the character beyond ASCII takes that begins there; 0 if none does. */
    private static int lengthAt(byte[] data, int at, int to) {
        int first = data[at] & 0xFF;
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = data[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((data[i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
