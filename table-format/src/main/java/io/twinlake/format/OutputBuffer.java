package io.twinlake.format;

import io.twinlake.storage.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file being written: in memory up to a size, in a temporary local file beyond it. */
final class OutputBuffer implements OutputFile, AutoCloseable {

    private final int memoryBytes;
    private byte[] bytes = new byte[1 << 16];
    private int size;
    private long spilled;
    private Spill spill = Spill.NONE;

    OutputBuffer(int memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    long length() {
        return spilled + size;
    }

    /** Everything written so far, to be put before {@link #close}. */
    Content content() throws IOException {
        if (spill.equals(Spill.NONE)) {
            return Content.of(bytes, size);
        }
        flushToSpill();
        spill.stream().flush();
        return Content.of(spill.file());
    }

    private void write(byte[] source, int offset, int length) throws IOException {
        if (length > memoryBytes - size) {
            flushToSpill();
            if (length > memoryBytes) {
                spill.stream().write(source, offset, length);
                spilled += length;
                return;
            }
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(memoryBytes, Math.max(size + length, bytes.length * 2L)));
        }
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void flushToSpill() throws IOException {
        if (spill.equals(Spill.NONE)) {
            Path file = Files.createTempFile("twinlake-", ".parquet");
            spill = new Spill(file, Files.newOutputStream(file));
        }
        spill.stream().write(bytes, 0, size);
        spilled += size;
        size = 0;
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return new Stream();
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public void close() {
        bytes = new byte[0];
        size = 0;
        try {
            spill.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file of a data file could not be deleted", e);
        }
    }

    /** The temporary file. */
    private record Spill(Path file, OutputStream stream) {
        static final Spill NONE = new Spill(Path.of(""), OutputStream.nullOutputStream());

        void close() throws IOException {
            if (!equals(NONE)) {
                stream.close();
                Files.deleteIfExists(file);
            }
        }
    }

    /** What Parquet writes to; closing it ends nothing. */
    private final class Stream extends PositionOutputStream {
        private final byte[] one = new byte[1];

        @Override
        public long getPos() {
            return length();
        }

        @Override
        public void write(int value) throws IOException {
            one[0] = (byte) value;
            OutputBuffer.this.write(one, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            OutputBuffer.this.write(source, offset, length);
        }
    }
}
