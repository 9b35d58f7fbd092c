package io.twinlake.ingest;

import io.twinlake.storage.Location;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which partition of a stream reads which file, so that no file is read twice, however sources are spelled. */
final class FileOwners {

    private final Map<Owned, String> partitions = new ConcurrentHashMap<>();

    private record Owned(String stream, Location file) {}

    /** Whether nobody else reads the file; then it is this partition's. */
    boolean claim(SourcePartition partition, Location file) {
        String owner = partitions.putIfAbsent(new Owned(partition.stream(), file), partition.name());
        return owner == null || owner.equals(partition.name());
    }

    boolean isOthers(SourcePartition partition, Location file) {
        String owner = partitions.get(new Owned(partition.stream(), file));
        return owner != null && !owner.equals(partition.name());
    }

    boolean isOwned(String stream, Location file) {
        return partitions.containsKey(new Owned(stream, file));
    }

    /** The partition's file is elsewhere now. */
    void move(SourcePartition partition, Location from, Location to) {
        partitions.remove(new Owned(partition.stream(), from), partition.name());
        partitions.put(new Owned(partition.stream(), to), partition.name());
    }
}
