package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Finds the partitions of sources and opens them. A partition's URI alone says how it is read. */
final class Sources {

    private final SourceAccess access;
    private final Consumer<String> notices;

    /** Sources of which nothing is told but mistakes. */
    Sources(SourceAccess access) {
        this(access, notice -> {});
    }

    /** @param notices takes what a user should know of a file, from any thread */
    Sources(SourceAccess access, Consumer<String> notices) {
        this.access = access;
        this.notices = notices;
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
     * @param plan what is made of its events
     * @param begun names of the files begun before {@code from}
     * @throws SourceException if there is nothing of that name, or it can't be read from there
     */
    PartitionReader open(
            SourcePartition partition, StreamPlan plan, Offset from, Collection<String> begun, boolean follow) {
        EventSource source = partition.source();
        Reading reading = new Reading(source.format(), plan, notices);
        if (source.isStandardInput()) {
            return new StandardInputReader(access.standardInput().get(), reading);
        }
        if (source.isSynthetic()) {
            return SyntheticPositions.open(source, from);
        }
        return new FilesReader(files(source), reading, follow, from, begun);
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
