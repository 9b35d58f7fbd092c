package io.twinlake.storage;

/** An open object that tells of every read before it is done. */
record HookedInput(InputObject inner, Runnable beforeRead) implements InputObject {

    @Override
    public ObjectInfo info() {
        return inner.info();
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
        beforeRead.run();
        inner.readFully(position, target, offset, length);
    }

    @Override
    public void close() {
        inner.close();
    }
}
