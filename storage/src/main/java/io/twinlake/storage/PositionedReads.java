package io.twinlake.storage;

/** An open object over a storage's own {@link Storage#readRange}: nothing is held open, each read is one request. */
record PositionedReads(Storage storage, ObjectInfo info) implements InputObject {

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
        System.arraycopy(storage.readRange(info.location(), position, length), 0, target, offset, length);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
