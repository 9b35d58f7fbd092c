package io.twinlake.twin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Bytes of a state image: variable-length numbers, each text once, a checksum at the end. */
final class ImageWriter {

    private byte[] bytes = new byte[1024];
    private int size;
    private final Map<String, Integer> texts = new HashMap<>();

    /** A number of any sign, short when it is near zero. */
    void number(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    /** A number in as few bytes as it has groups of seven bits. */
    void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    /** Eight bytes, for bits that are not a small number. */
    void fixed(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            octet((int) (value >>> shift));
        }
    }

    /** A text: in full the first time, a reference to it afterwards. */
    void text(String value) {
        Integer known = texts.putIfAbsent(value, texts.size());
        if (known != null) {
            unsigned(known + 1L);
            return;
        }
        unsigned(0);
        plain(value);
    }

    /** A text that will not come again. */
    void plain(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        unsigned(utf8.length);
        ensure(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    /** All that was written, and its checksum. */
    byte[] finish() {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, size);
        fixed(checksum.getValue());
        return Arrays.copyOf(bytes, size);
    }

    private void octet(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    private void ensure(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }
}
