package io.twinlake.storage;

import java.util.Collection;
import java.util.List;

/** A storage in which a folder has a second name, as by a symbolic link or another scheme. */
public final class LinkedStorage extends ForwardingStorage {

    private final Location link;
    private final Location folder;

    public LinkedStorage(Storage inner, Location link, Location folder) {
        super(inner);
        this.link = link;
        this.folder = folder;
    }

    @Override
    public Location canonical(Location at) {
        if (at.equals(link)) {
            return folder;
        }
        return at.isBelow(link) ? folder.resolve(at.relativeTo(link)) : at;
    }

    @Override
    public byte[] read(Location at) {
        return super.read(canonical(at));
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        return super.readRange(canonical(at), offset, length);
    }

    @Override
    public ObjectInfo info(Location at) {
        ObjectInfo info = super.info(canonical(at));
        return new ObjectInfo(at, info.size(), info.modified());
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return super.open(new ObjectInfo(canonical(info.location()), info.size(), info.modified()));
    }

    @Override
    public Listing list(Location at, String after) {
        Listing inner = super.list(canonical(at), after);
        return new Listing() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public ObjectInfo next() {
                ObjectInfo info = inner.next();
                Location shown = at.resolve(info.location().relativeTo(canonical(at)));
                return new ObjectInfo(shown, info.size(), info.modified());
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @Override
    public List<String> folders(Location at) {
        return super.folders(canonical(at));
    }

    @Override
    public void put(Location at, Content content) {
        super.put(canonical(at), content);
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        return super.putIfAbsent(canonical(at), content);
    }

    @Override
    public void delete(Collection<Location> objects) {
        super.delete(objects.stream().map(this::canonical).toList());
    }
}
