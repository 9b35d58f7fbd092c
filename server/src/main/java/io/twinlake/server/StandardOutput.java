package io.twinlake.server;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output for results. {@link System#out} says nothing when a write fails; this does. */
final class StandardOutput extends OutputStream {

    private static volatile @Nullable String failure;

    private StandardOutput() {}

    /** Makes {@link System#out} remember why it failed. */
    static void install() {
        OutputStream remembering = new FilterOutputStream(new FileOutputStream(FileDescriptor.out)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    failure = e.getMessage();
                    throw e;
                }
            }
        };
        System.setOut(new PrintStream(new BufferedOutputStream(remembering, 1 << 13), true, StandardCharsets.UTF_8));
    }

    /** For rows: who is done with it flushes it and leaves it open. */
    static OutputStream buffered() {
        return new BufferedOutputStream(new StandardOutput(), 1 << 16);
    }

    /** @throws OutputException if something that was printed did not arrive */
    static void requireWritten() {
        try {
            check();
        } catch (IOException e) {
            throw OutputException.of("standard output", e);
        }
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        System.out.write(bytes, offset, length);
        check();
    }

    @Override
    public void flush() throws IOException {
        System.out.flush();
        check();
    }

    private static void check() throws IOException {
        if (System.out.checkError()) {
            String why = failure;
            throw new IOException(why == null ? "it takes no more bytes" : why);
        }
    }
}
