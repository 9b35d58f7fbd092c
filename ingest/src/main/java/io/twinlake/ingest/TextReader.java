package io.twinlake.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a stream of text into chunks of whole records. */
final class TextReader implements AutoCloseable {

    /** Bytes that are kept of a record that is longer than a record may be. */
    static final int KEPT_BYTES = 64 << 10;

    private static final int CHUNK_BYTES = 256 << 10;

    private final String file;
    private TextFormat format;
    private boolean settled;
    private final Compression compression;
    private final InputStream input;
    private final int chunkBytes;
    private byte[] data;
    private int filled;
    private long position;
    private boolean checked;
    private byte @Nullable [] skipped;
    private long skippedBytes;
    private Passed skippedLine = Passed.NONE;

    /** @param position where {@code input} stands in the decompressed text */
    TextReader(String file, TextFormat format, Compression compression, InputStream input, long position) {
        this(file, format, compression, input, position, CHUNK_BYTES);
    }

    /** @param chunkBytes how much is read at a time, if records are no longer */
    TextReader(
            String file, TextFormat format, Compression compression, InputStream input, long position, int chunkBytes) {
        this.file = file;
        this.format = format;
        this.compression = compression;
        this.input = input;
        this.position = position;
        this.checked = position > 0;
        this.chunkBytes = chunkBytes;
        this.data = new byte[chunkBytes];
    }

    /**
     * The next whole records.
     *
     * @param complete whether nothing will follow the end of the input, so that what stands there is a record
     */
    Optional<Chunk> next(boolean complete) {
        try {
            if (skipped != null) {
                return skipLine(skipped, complete);
            }
            boolean ended = settle(complete);
            if (!settled) {
                return Optional.empty();
            }
            if (!checked && filled > 0) {
                format.checkStart(file, data, filled);
                checked = true;
            }
            int end = format.endOfLastRecord(data, 0, filled, ended && complete);
            while (end == 0 && !ended && filled <= mostOfOne()) {
                data = Arrays.copyOf(data, (int) Math.min(mostOfOne() + 1, data.length * 2L));
                ended = fill();
                end = format.endOfLastRecord(data, 0, filled, ended && complete);
            }
            int start = end == 0 ? format.behindBlank(data, filled) : 0;
            if (start > 0 && filled > format.maxRecordBytes()) {
                return Optional.of(cut(start));
            }
            if (end == 0 && filled > mostOfOne()) {
                skipped = Arrays.copyOf(data, Math.min(filled, KEPT_BYTES));
                skippedBytes = filled;
                skippedLine = Passed.NONE.plus(data, 0, filled);
                return skipLine(skipped, complete);
            }
            return end == 0 ? Optional.empty() : Optional.of(cut(end));
        } catch (IOException e) {
            throw compression.broken(file, e);
        }
    }

    /** Fills the buffer until it tells the format; true at the end of what is there now. */
    private boolean settle(boolean complete) throws IOException {
        boolean ended = fill();
        while (!settled) {
            Optional<TextFormat> known = format.settled(data, filled, ended && complete);
            format = known.orElse(format);
            settled = known.isPresent();
            if (settled || ended) {
                break;
            }
            data = Arrays.copyOf(data, data.length * 2);
            ended = fill();
        }
        return ended;
    }

    /** How many bytes one record takes at most, with the blanks before it. */
    private long mostOfOne() {
        return (long) format.maxRecordBytes() + Math.min(format.maxRecordBytes(), format.startOfRecord(data, filled));
    }

    /** Whether bytes are at hand that are no record as long as more may come. */
    boolean hasRest() {
        return format.behindBlank(data, filled) < filled || skipped != null;
    }

    /** The bytes at hand, of which no record will become. */
    Chunk takeRest(String why) {
        try {
            if (skipped != null) {
                return skipLine(skipped, true).orElseThrow();
            }
            Chunk chunk = new Chunk.Torn(file, Arrays.copyOf(data, filled), 0, filled, position, why);
            position += filled;
            filled = 0;
            return chunk;
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
        byte[] rest = new byte[Math.max(chunkBytes, filled - end)];
        System.arraycopy(data, end, rest, 0, filled - end);
        data = rest;
        filled -= end;
        position += end;
        return chunk;
    }

    /** Passes over the rest of a line that is too long, however it comes; empty until its newline or the end is there. */
    private Optional<Chunk> skipLine(byte[] begin, boolean complete) throws IOException {
        int behind = -1;
        boolean ended = false;
        while (behind < 0 && !ended) {
            filled = 0;
            ended = fill();
            behind = TextFormat.endOfLine(data, 0, filled);
            int passed = behind < 0 ? filled : behind;
            skippedBytes += passed;
            skippedLine = skippedLine.plus(data, 0, passed);
        }
        if (behind < 0 && !complete) {
            filled = 0;
            return Optional.empty();
        }
        int kept = Math.max(behind, 0);
        System.arraycopy(data, kept, data, 0, filled - kept);
        filled = behind < 0 ? 0 : filled - kept;
        Chunk chunk = new Chunk.Oversize(file, format, position, skippedBytes, begin, skippedLine);
        position += skippedBytes;
        skipped = null;
        return Optional.of(chunk);
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
