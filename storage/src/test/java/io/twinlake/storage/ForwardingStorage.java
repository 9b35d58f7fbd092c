package io.twinlake.storage;

import java.util.Collection;
import java.util.List;

/** Passes every request on; whoever extends it does something else to some of them. */
public class ForwardingStorage implements Storage {

    protected final Storage inner;

    protected ForwardingStorage(Storage inner) {
        this.inner = inner;
    }

    @Override
    public Location canonical(Location at) {
        return inner.canonical(at);
    }

    @Override
    public byte[] read(Location at) {
        return inner.read(at);
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        return inner.readRange(at, offset, length);
    }

    @Override
    public ObjectInfo info(Location at) {
        return inner.info(at);
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return inner.open(info);
    }

    @Override
    public Listing list(Location folder, String after) {
        return inner.list(folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        return inner.folders(folder);
    }

    @Override
    public void put(Location at, Content content) {
        inner.put(at, content);
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        return inner.putIfAbsent(at, content);
    }

    @Override
    public void delete(Collection<Location> objects) {
        inner.delete(objects);
    }

    @Override
    public void close() {
        inner.close();
    }
}
