package io.twinlake.twin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads what {@link ImageWriter} wrote. */
final class ImageReader {

    private static final int CHECKSUM_BYTES = 8;

    private final byte[] bytes;
    private final int end;
    private int at;
    private final List<String> texts = new ArrayList<>();

    ImageReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length - CHECKSUM_BYTES;
        if (end < 0) {
            throw corrupt("it has " + bytes.length + " bytes, a checksum alone has " + CHECKSUM_BYTES);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        at = end;
        long stored = fixed();
        if (stored != checksum.getValue()) {
            throw corrupt("its checksum is " + Long.toHexString(checksum.getValue()) + ", stored is "
                    + Long.toHexString(stored));
        }
        at = 0;
    }

    long number() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    long unsigned() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw corrupt("a number at byte " + at + " does not end");
    }

    int count() {
        return Math.toIntExact(unsigned());
    }

    long fixed() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (bytes[at++] & 0xFF);
        }
        return value;
    }

    String text() {
        int known = count();
        if (known > 0) {
            return texts.get(known - 1);
        }
        String value = plain();
        texts.add(value);
        return value;
    }

    String plain() {
        int length = count();
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    private static IllegalArgumentException corrupt(String problem) {
        return new IllegalArgumentException("not a whole state image: " + problem
                + "; restore from an older state checkpoint, or replay from the first epoch");
    }
}
