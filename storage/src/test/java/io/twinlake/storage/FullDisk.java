package io.twinlake.storage;

/** A storage that has room for so many puts more, and then for none. */
public final class FullDisk extends ForwardingStorage {

    private long room;
    private long refused;

    public FullDisk(Storage inner, long room) {
        super(inner);
        this.room = room;
    }

    /** How many puts have failed. */
    public synchronized long refused() {
        return refused;
    }

    @Override
    public void put(Location at, Content content) {
        take(at);
        super.put(at, content);
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        take(at);
        return super.putIfAbsent(at, content);
    }

    private synchronized void take(Location at) {
        if (room == 0) {
            refused++;
            throw new StorageException("cannot write " + at + ": No space left on device");
        }
        room--;
    }
}
