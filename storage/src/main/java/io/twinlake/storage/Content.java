package io.twinlake.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes to be written, of known length, that can be read more than once: a repeated put is the same put. */
public interface Content {

    /** In bytes. */
    long length();

    /** A new stream over all bytes, from the first one. */
    InputStream open() throws IOException;

    /** Bytes in memory; the array is not copied and must not change. */
    static Content of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** The first {@code length} bytes of an array, which is not copied and must not change. */
    static Content of(byte[] bytes, int length) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes, 0, length);
            }
        };
    }

    /** Text as UTF-8. */
    static Content of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A local file, which must not change until the put has ended. */
    static Content of(Path file) throws IOException {
        long length = Files.size(file);
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
