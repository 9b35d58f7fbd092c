package io.twinlake.storage;

import java.util.Iterator;

/** Objects in order of name, fetched page by page. */
public interface Listing extends Iterator<ObjectInfo>, AutoCloseable {

    @Override
    void close();
}
