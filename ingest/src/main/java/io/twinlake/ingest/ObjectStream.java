package io.twinlake.ingest;

import io.twinlake.storage.InputObject;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.io.InputStream;
import java.util.Arrays;

/** An object as a stream: large ranges, one request each. Its end can move on when the object has grown. */
final class ObjectStream extends InputStream {

    private static final int BLOCK_BYTES = 1 << 20;

    private final Storage storage;
    private InputObject object;
    private Passed read;
    private byte[] block = {};
    private int next;
    private int filled;

    /** From the beginning. */
    ObjectStream(Storage storage, ObjectInfo info) {
        this(storage, info, 0);
    }

    /** From a position, which must be within the object; what is before it is looked at where it begins and ends. */
    ObjectStream(Storage storage, ObjectInfo info, long position) {
        this.storage = storage;
        this.object = storage.open(info);
        this.read = passed(object, position);
    }

    /** What is before a position, in two requests. */
    private static Passed passed(InputObject object, long position) {
        int length = (int) Math.min(Passed.KEPT, position);
        byte[] first = new byte[length];
        if (length > 0) {
            object.readFully(0, first, 0, length);
        }
        byte[] last = first;
        if (position > length) {
            last = new byte[length];
            object.readFully(position - length, last, 0, length);
        }
        return new Passed(position, first, last);
    }

    /** What was read, and before the position from which on. */
    Passed passed() {
        return read;
    }

    /**
     * Goes on in the object as it is now.
     *
     * @throws NotTheFileException if it does not begin with what was read
     */
    void grow(ObjectInfo now) {
        if (now.size() < read.bytes()) {
            throw new NotTheFileException(now.location().toString());
        }
        InputObject grown = storage.open(now);
        Passed same = passed(grown, read.bytes());
        if (!Arrays.equals(same.first(), read.first()) || !Arrays.equals(same.last(), read.last())) {
            grown.close();
            throw new NotTheFileException(now.location().toString());
        }
        object.close();
        object = grown;
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
        int length = (int) Math.min(BLOCK_BYTES, object.info().size() - read.bytes());
        if (length <= 0) {
            return false;
        }
        if (block.length < length) {
            block = new byte[length];
        }
        object.readFully(read.bytes(), block, 0, length);
        read = read.plus(block, 0, length);
        next = 0;
        filled = length;
        return true;
    }
}
