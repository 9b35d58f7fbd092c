package io.twinlake.benchmarks;

import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.InputObject;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Passes every request on and counts reads: requests (a listing is one), bytes, and those of checkpoints apart. */
final class CountingStorage extends ForwardingStorage {

    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder ofCheckpoints = new LongAdder();
    private final Map<Location, Long> checkpoints = new ConcurrentHashMap<>();

    CountingStorage(Storage inner) {
        super(inner);
    }

    /** What was read since the beginning or the last {@link #forget}, of checkpoints as a share of those it was read of. */
    String counts() {
        long whole = checkpoints.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%d requests, %,d bytes, %,d of the checkpoint's %,d (%.2f %%)",
                requests.sum(),
                bytes.sum(),
                ofCheckpoints.sum(),
                whole,
                whole == 0 ? 0 : 100.0 * ofCheckpoints.sum() / whole);
    }

    void forget() {
        requests.reset();
        bytes.reset();
        ofCheckpoints.reset();
        checkpoints.clear();
    }

    private void count(Location at, long length) {
        bytes.add(length);
        if (isCheckpoint(at)) {
            ofCheckpoints.add(length);
        }
    }

    /** Files of checkpoints; the hint is none. */
    private static boolean isCheckpoint(Location at) {
        return at.toString().contains(".checkpoint.") || at.toString().contains("/_sidecars/");
    }

    @Override
    public byte[] read(Location at) {
        requests.increment();
        byte[] object = inner.read(at);
        count(at, object.length);
        if (isCheckpoint(at)) {
            checkpoints.put(at, (long) object.length);
        }
        return object;
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        requests.increment();
        count(at, length);
        return inner.readRange(at, offset, length);
    }

    @Override
    public ObjectInfo info(Location at) {
        requests.increment();
        return inner.info(at);
    }

    @Override
    public InputObject open(ObjectInfo info) {
        if (isCheckpoint(info.location())) {
            checkpoints.put(info.location(), info.size());
        }
        return new Counted(inner.open(info));
    }

    @Override
    public Listing list(Location folder, String after) {
        requests.increment();
        return inner.list(folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        requests.increment();
        return inner.folders(folder);
    }

    private final class Counted implements InputObject {

        private final InputObject open;

        Counted(InputObject open) {
            this.open = open;
        }

        @Override
        public ObjectInfo info() {
            return open.info();
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) {
            requests.increment();
            count(info().location(), length);
            open.readFully(position, target, offset, length);
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
