package io.twinlake.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Cuts a stream of text into chunks of whole records. */
final class TextReader implements AutoCloseable {

    /** A record longer than this is refused: it is a file without newlines rather than an event. */
    static final int MAX_RECORD_BYTES = 16 << 20;

    private static final int CHUNK_BYTES = 256 << 10;

    private final String file;
    private final TextFormat format;
    private final Compression compression;
    private final InputStream input;
    private byte[] data = new byte[CHUNK_BYTES];
    private int filled;
    private long position;

    /** @param position where {@code input} stands in the decompressed text */
    TextReader(String file, TextFormat format, Compression compression, InputStream input, long position) {
        this.file = file;
        this.format = format;
        this.compression = compression;
        this.input = input;
        this.position = position;
    }

    /**
     * The next whole records.
     *
     * @param complete whether nothing will follow the end of the input, so that what stands there is a record
     */
    Optional<Chunk> next(boolean complete) {
        try {
            boolean ended = fill();
            int end = format.endOfLastRecord(data, 0, filled);
            while (end == 0 && !ended && filled < MAX_RECORD_BYTES) {
                data = Arrays.copyOf(data, (int) Math.min(MAX_RECORD_BYTES, data.length * 2L));
                ended = fill();
                end = format.endOfLastRecord(data, 0, filled);
            }
            if (end == 0 && filled == MAX_RECORD_BYTES) {
                return Optional.of(skipRecord());
            }
            if (end == 0 && ended && complete) {
                end = filled;
            }
            return end == 0 ? Optional.empty() : Optional.of(cut(end));
        } catch (IOException e) {
            throw compression.broken(file, e);
        }
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw compression.broken(file, e);
        }
    }

    private Chunk cut(int end) {
        Chunk chunk = new Chunk.Text(file, format, data, 0, end, position);
        byte[] rest = new byte[Math.max(CHUNK_BYTES, filled - end)];
        System.arraycopy(data, end, rest, 0, filled - end);
        data = rest;
        filled -= end;
        position += end;
        return chunk;
    }

    /** Passes over the rest of a record that is too long, up to its newline or the end. */
    private Chunk skipRecord() throws IOException {
        long length = filled;
        filled = 0;
        int kept = 0;
        while (kept == 0) {
            filled = 0;
            if (fill() && filled == 0) {
                break;
            }
            int newline = indexOfNewline();
            length += newline < 0 ? filled : newline + 1;
            kept = newline < 0 ? 0 : newline + 1;
        }
        System.arraycopy(data, kept, data, 0, filled - kept);
        filled -= kept;
        Chunk chunk = new Chunk.Oversize(file, position, length);
        position += length;
        return chunk;
    }

    private int indexOfNewline() {
        for (int i = 0; i < filled; i++) {
            if (data[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Reads until the buffer is full; true at the end of what is there now. */
    private boolean fill() throws IOException {
        while (filled < data.length) {
            int read;
            try {
                read = input.read(data, filled, data.length - filled);
            } catch (EOFException cutOff) {
                throw new IOException("it ends in the middle", cutOff);
            }
            if (read < 0) {
                return true;
            }
            filled += read;
        }
        return false;
    }
}
