package io.twinlake.ingest;

import io.twinlake.storage.Location;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Which partition of a stream reads which file, so that no file is read twice, however sources are spelled. */
final class FileOwners {

    private final Map<Owned, String> partitions = new ConcurrentHashMap<>();
    private final UnaryOperator<Location> canonical;

    private record Owned(String stream, Location file) {}

    /** @param canonical a file's one name */
    FileOwners(UnaryOperator<Location> canonical) {
        this.canonical = canonical;
    }

    private Owned owned(String stream, Location file) {
        return new Owned(stream, canonical.apply(file));
    }

    /** Whether nobody else reads the file; then it is this partition's. */
    boolean claim(SourcePartition partition, Location file) {
        String owner = partitions.putIfAbsent(owned(partition.stream(), file), partition.name());
        return owner == null || owner.equals(partition.name());
    }

    boolean isOthers(SourcePartition partition, Location file) {
        String owner = partitions.get(owned(partition.stream(), file));
        return owner != null && !owner.equals(partition.name());
    }

    boolean isOwned(String stream, Location file) {
        return partitions.containsKey(owned(stream, file));
    }

    /** The partition's file is elsewhere now. */
    void move(SourcePartition partition, Location from, Location to) {
        partitions.remove(owned(partition.stream(), from), partition.name());
        partitions.put(owned(partition.stream(), to), partition.name());
    }
}
