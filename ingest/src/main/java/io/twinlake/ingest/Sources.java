package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the partitions of sources and opens them. A partition's URI alone says how it is read. */
final class Sources {

    private final SourceAccess access;

    Sources(SourceAccess access) {
        this.access = access;
    }

    /** The partitions of a source as they are now, in order of name. */
    List<SourcePartition> partitions(EventSource source, String stream) {
        if (!source.isPartitionedByFile()) {
            return List.of(new SourcePartition(stream, source.canonicalUri()));
        }
        List<SourcePartition> partitions = new ArrayList<>();
        String format = source.format().map(word -> "?format=" + word).orElse("");
        for (ObjectInfo file : files(source).list()) {
            partitions.add(new SourcePartition(stream, file.location() + format));
        }
        return partitions;
    }

    /**
     * Opens a partition for reading on.
     *
     * @param begun names of the files begun before {@code from}
     * @throws SourceException if there is nothing of that name, or it can't be read from there
     */
    PartitionReader open(SourcePartition partition, Offset from, Collection<String> begun, boolean follow) {
        EventSource source = partition.source();
        if (source.isStandardInput()) {
            return new StandardInputReader(access.standardInput().get(), source.format());
        }
        if (source.isSynthetic()) {
            return SyntheticPositions.open(source, from);
        }
        return new FilesReader(files(source), source.format(), follow, from, begun);
    }

    /** @throws SourceException if a partition of which nothing is consumed has no files: nobody waits for them to come */
    void checkThere(SourcePartition partition, Offset from) {
        EventSource source = partition.source();
        boolean isFiles = !source.isStandardInput() && !source.isSynthetic();
        if (isFiles && from.equals(Offset.START) && files(source).list().isEmpty()) {
            throw notThere(source);
        }
    }

    static SourceException notThere(EventSource source) {
        return new SourceException("source " + source.uri() + " is not there or has no files; correct the path, or"
                + " follow it to wait for files to come");
    }

    private FileSet files(EventSource source) {
        Location location = Location.parse(source.uri());
        return new FileSet(access.storages().apply(location), location);
    }
}
