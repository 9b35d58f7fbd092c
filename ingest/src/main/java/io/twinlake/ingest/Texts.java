package io.twinlake.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Strings of one field by their bytes: values that come again are mostly the same object, and cost no allocation. A
 * direct-mapped table, so it is bounded and never cleaned. For one thread.
 */
final class Texts {

    private static final int SLOTS = 1 << 12;
    private static final int MAX_LENGTH = 64;

    private final byte[] @Nullable [] bytes = new byte[SLOTS][];
    private final @Nullable String[] texts = new @Nullable String[SLOTS];

    /** The bytes as UTF-8 text. */
    String get(byte[] data, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return new String(data, from, to - from, StandardCharsets.UTF_8);
        }
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + data[i];
        }
        int slot = (hash ^ hash >>> 12 ^ hash >>> 24) & (SLOTS - 1);
        byte @Nullable [] known = bytes[slot];
        String text = texts[slot];
        if (known != null && text != null && Arrays.equals(known, 0, known.length, data, from, to)) {
            return text;
        }
        String created = new String(data, from, to - from, StandardCharsets.UTF_8);
        bytes[slot] = Arrays.copyOfRange(data, from, to);
        texts[slot] = created;
        return created;
    }
}
