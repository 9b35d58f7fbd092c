package io.twinlake.storage;

import java.util.concurrent.atomic.AtomicInteger;

final class MemoryStorageTest extends StorageContract {

    private static final AtomicInteger FOLDER = new AtomicInteger();
    private final MemoryStorage storage = new MemoryStorage();

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected Location emptyFolder() {
        return Location.parse("memory://test/" + FOLDER.incrementAndGet());
    }
}
