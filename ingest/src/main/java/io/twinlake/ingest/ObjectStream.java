package io.twinlake.ingest;

import io.twinlake.storage.InputObject;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.io.InputStream;

/** An object as a stream: large ranges, one request each. Its end can move on when the object has grown. */
final class ObjectStream extends InputStream {

    private static final int BLOCK_BYTES = 1 << 20;

    private final Storage storage;
    private InputObject object;
    private long position;
    private byte[] block = {};
    private int next;
    private int filled;

    ObjectStream(Storage storage, ObjectInfo info, long position) {
        this.storage = storage;
        this.object = storage.open(info);
        this.position = position;
    }

    /** Whether the object has more bytes than were known before. */
    boolean grow() {
        ObjectInfo before = object.info();
        ObjectInfo now = storage.info(before.location());
        if (now.size() < before.size()) {
            throw new SourceException(before.location() + " was " + before.size() + " bytes long and is " + now.size()
                    + " now: a followed file may only grow; give a replaced file a new name");
        }
        if (now.size() == before.size()) {
            return false;
        }
        object.close();
        object = storage.open(now);
        return true;
    }

    @Override
    public int read() {
        return fill() ? block[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, filled - next);
        System.arraycopy(block, next, target, offset, count);
        next += count;
        return count;
    }

    @Override
    public void close() {
        object.close();
    }

    private boolean fill() {
        if (next < filled) {
            return true;
        }
        int length = (int) Math.min(BLOCK_BYTES, object.info().size() - position);
        if (length <= 0) {
            return false;
        }
        if (block.length < length) {
            block = new byte[length];
        }
        object.readFully(position, block, 0, length);
        position += length;
        next = 0;
        filled = length;
        return true;
    }
}
