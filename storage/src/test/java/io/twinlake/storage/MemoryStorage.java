package io.twinlake.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, of any scheme, with every promise of {@link Storage} kept. */
public final class MemoryStorage implements Storage {

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Entry(byte[] bytes, Instant modified) {}

    private final InstantSource clock;
    private final ConcurrentNavigableMap<Location, Entry> objects = new ConcurrentSkipListMap<>();

    /** Objects carry the real time. */
    public MemoryStorage() {
        this(InstantSource.system());
    }

    /** Objects carry {@code clock}'s time. */
    public MemoryStorage(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public byte[] read(Location at) {
        return entry(at).bytes().clone();
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        byte[] bytes = entry(at).bytes();
        if (offset < 0 || offset + length > bytes.length) {
            throw new ObjectTooShortException(at, bytes.length, offset + length);
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    @Override
    public ObjectInfo info(Location at) {
        Entry entry = entry(at);
        return new ObjectInfo(at, entry.bytes().length, entry.modified());
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return new PositionedReads(this, info);
    }

    @Override
    public Listing list(Location folder, String after) {
        Iterator<ObjectInfo> infos = objects.tailMap(from(folder, after), true).entrySet().stream()
                .dropWhile(entry -> !comesAfter(entry.getKey(), folder, after))
                .takeWhile(entry -> entry.getKey().isBelow(folder))
                .map(entry -> new ObjectInfo(
                        entry.getKey(),
                        entry.getValue().bytes().length,
                        entry.getValue().modified()))
                .iterator();
        return new IteratorListing(infos);
    }

    private static Location from(Location folder, String after) {
        return after.isEmpty() || after.startsWith("/") ? folder : folder.resolve(after);
    }

    private static boolean comesAfter(Location at, Location folder, String after) {
        return at.isBelow(folder) && Utf8Order.INSTANCE.compare(at.relativeTo(folder), after) > 0;
    }

    @Override
    public List<String> folders(Location folder) {
        return objects.keySet().stream()
                .filter(at -> at.isBelow(folder))
                .map(at -> at.relativeTo(folder))
                .filter(name -> name.contains("/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .distinct()
                .sorted(Utf8Order.INSTANCE)
                .toList();
    }

    @Override
    public void put(Location at, Content content) {
        objects.put(at, new Entry(bytesOf(content), clock.instant()));
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        Entry before = objects.putIfAbsent(at, new Entry(bytesOf(content), clock.instant()));
        return before == null ? new PutOutcome.Created() : new PutOutcome.Exists();
    }

    @Override
    public void delete(Collection<Location> locations) {
        locations.forEach(objects::remove);
    }

    @Override
    public void close() {
        // Kept: another storage "opened" on the same memory would see the objects too.
    }

    private Entry entry(Location at) {
        Entry entry = objects.get(at);
        if (entry == null) {
            throw new ObjectNotFoundException(at);
        }
        return entry;
    }

    private static byte[] bytesOf(Content content) {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
