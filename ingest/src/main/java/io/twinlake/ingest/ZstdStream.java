package io.twinlake.ingest;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A zstd file to its last byte: all frames, skippable ones too. {@code ZstdInputStream} takes the end of the input for the
 * end of a frame where an earlier frame ended in the same buffer; here each call says whether a frame is whole.
 */
final class ZstdStream extends InputStream {

    private static final int BUFFER_BYTES = 1 << 17;

    private final InputStream compressed;
    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final byte[] block = new byte[BUFFER_BYTES];
    private final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private final byte[] single = new byte[1];
    private boolean whole;
    /** Whether the output was full, so that more of it may be waiting. */
    private boolean full;

    ZstdStream(InputStream compressed) {
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    /**
     * @throws EOFException if the file ends within a frame
     * @throws IOException if something is no frame, or damaged
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!output.hasRemaining()) {
            if (!input.hasRemaining() && !full && !fill()) {
                return -1;
            }
            decompress();
        }
        int count = Math.min(length, output.remaining());
        output.get(target, offset, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        context.close();
        compressed.close();
    }

    private void decompress() throws IOException {
        output.clear();
        try {
            whole = context.decompressDirectByteBufferStream(output, input);
        } catch (ZstdException e) {
            throw new IOException("it is damaged or not zstd: " + e.getMessage(), e);
        }
        full = !output.hasRemaining() && !whole;
        output.flip();
    }

    /** Reads more; false at the end, which must be that of a frame. */
    private boolean fill() throws IOException {
        int count = compressed.read(block, 0, block.length);
        if (count > 0) {
            input.clear();
            input.put(block, 0, count).flip();
            return true;
        }
        if (!whole) {
            throw new EOFException("zstd ends within a frame");
        }
        return false;
    }
}
