package io.twinlake.server;

import io.twinlake.storage.Content;
import io.twinlake.storage.InputObject;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.Storage;
import java.util.Collection;
import java.util.List;

/** Before every request it may be somebody else's turn. */
record TurnStorage(Storage inner, Turns turns) implements Storage {

    @Override
    public byte[] read(Location at) {
        turns.pass();
        return inner.read(at);
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        turns.pass();
        return inner.readRange(at, offset, length);
    }

    @Override
    public ObjectInfo info(Location at) {
        turns.pass();
        return inner.info(at);
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return new TurnInput(inner.open(info), turns);
    }

    @Override
    public Listing list(Location folder, String after) {
        turns.pass();
        return inner.list(folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        turns.pass();
        return inner.folders(folder);
    }

    @Override
    public void put(Location at, Content content) {
        turns.pass();
        inner.put(at, content);
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        turns.pass();
        return inner.putIfAbsent(at, content);
    }

    @Override
    public void delete(Collection<Location> objects) {
        turns.pass();
        inner.delete(objects);
    }

    @Override
    public void close() {
        inner.close();
    }

    private record TurnInput(InputObject inner, Turns turns) implements InputObject {
        @Override
        public ObjectInfo info() {
            return inner.info();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) {
            turns.pass();
            inner.readFully(position, target, offset, length);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
