package io.twinlake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Text of another encoding, as UTF-8. What is malformed in it becomes bytes that are malformed in UTF-8, so that the
 * record that has it is refused. Where its input has an end now and more later, so has this.
 */
final class Utf8Stream extends InputStream {

    /** A byte that no UTF-8 has. */
    private static final byte MALFORMED = (byte) 0xFF;

    private static final int BLOCK_BYTES = 64 << 10;

    private final InputStream input;
    private final byte @Nullable [][] table;
    private final boolean bigEndian;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int blockBytes;
    private byte[] text = {};
    private int next;
    private int textBytes;
    private int highSurrogate = -1;

    /** @param encoding UTF-16LE, UTF-16BE, or one of one byte a character */
    Utf8Stream(InputStream input, Charset encoding) {
        this.input = input;
        this.bigEndian = encoding.equals(StandardCharsets.UTF_16BE);
        boolean wide = bigEndian || encoding.equals(StandardCharsets.UTF_16LE);
        this.table = wide ? null : table(encoding);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (next == textBytes) {
            int read = input.read(block, blockBytes, block.length - blockBytes);
            if (read < 0) {
                return -1;
            }
            blockBytes += read;
            decode();
        }
        int count = Math.min(length, textBytes - next);
        System.arraycopy(text, next, into, from, count);
        next += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void decode() {
        next = 0;
        textBytes = 0;
        if (text.length < blockBytes * 3 + 3) {
            text = new byte[blockBytes * 3 + 3];
        }
        byte @Nullable [][] bytes = table;
        if (bytes == null) {
            decodeWide();
            return;
        }
        for (int i = 0; i < blockBytes; i++) {
            for (byte b : bytes[block[i] & 0xFF]) {
                text[textBytes++] = b;
            }
        }
        blockBytes = 0;
    }

    private void decodeWide() {
        int whole = blockBytes & ~1;
        for (int i = 0; i < whole; i += 2) {
            int first = block[i] & 0xFF;
            int second = block[i + 1] & 0xFF;
            unit(bigEndian ? first << 8 | second : second << 8 | first);
        }
        block[0] = whole < blockBytes ? block[whole] : 0;
        blockBytes -= whole;
    }

    /** One half of a pair waits for the other; alone it is malformed. */
    private void unit(int unit) {
        if (highSurrogate >= 0) {
            int high = highSurrogate;
            highSurrogate = -1;
            if (Character.isLowSurrogate((char) unit)) {
                put(Character.toCodePoint((char) high, (char) unit));
                return;
            }
            text[textBytes++] = MALFORMED;
        }
        if (Character.isHighSurrogate((char) unit)) {
            highSurrogate = unit;
        } else if (Character.isLowSurrogate((char) unit)) {
            text[textBytes++] = MALFORMED;
        } else {
            put(unit);
        }
    }

    private void put(int codePoint) {
        if (codePoint < 0x80) {
            text[textBytes++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            text[textBytes++] = (byte) (0xC0 | codePoint >> 6);
            text[textBytes++] = (byte) (0x80 | (codePoint & 0x3F));
        } else {
            if (codePoint < 0x10000) {
                text[textBytes++] = (byte) (0xE0 | codePoint >> 12);
            } else {
                text[textBytes++] = (byte) (0xF0 | codePoint >> 18);
                text[textBytes++] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
            }
            text[textBytes++] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
            text[textBytes++] = (byte) (0x80 | (codePoint & 0x3F));
        }
    }

    private static byte[][] table(Charset encoding) {
        byte[][] table = new byte[256][];
        for (int i = 0; i < 256; i++) {
            try {
                table[i] = encoding.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(new byte[] {(byte) i}))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
            } catch (CharacterCodingException undefined) {
                table[i] = new byte[] {MALFORMED};
            }
        }
        return table;
    }
}
