package io.twinlake.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** A local file that is read at positions, by many threads if need be. */
final class LocalInput implements InputObject {

    private final ObjectInfo info;
    private final FileChannel channel;

    private LocalInput(ObjectInfo info, FileChannel channel) {
        this.info = info;
        this.channel = channel;
    }

    static LocalInput open(ObjectInfo info) {
        try {
            return new LocalInput(info, FileChannel.open(info.location().toPath(), StandardOpenOption.READ));
        } catch (IOException e) {
            throw LocalErrors.reading(info.location(), e);
        }
    }

    @Override
    public ObjectInfo info() {
        return info;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(target, offset, length);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, position + length - bytes.remaining()) < 0) {
                    throw new ObjectTooShortException(info.location(), channel.size(), position + length);
                }
            }
        } catch (IOException e) {
            throw LocalErrors.reading(info.location(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalErrors.failed(
                    "cannot close " + info.location(), info.location().toPath(), e);
        }
    }
}
