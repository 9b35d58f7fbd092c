package io.twinlake.storage;

import java.util.Iterator;

/** A listing that is already in order somewhere. */
record IteratorListing(Iterator<ObjectInfo> infos) implements Listing {

    @Override
    public boolean hasNext() {
        return infos.hasNext();
    }

    @Override
    public ObjectInfo next() {
        return infos.next();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
