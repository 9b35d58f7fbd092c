package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files that were renamed with the partitions that have read them, where each file is a partition: else the new
 * name would be one too, and be read again.
 */
final class RenamedFiles {

    private final Sources sources;
    private final FileSet files;
    private final Reading reading;
    private final Map<Location, ObjectInfo> listed = new HashMap<>();

    RenamedFiles(Sources sources, FileSet files, Reading reading, List<ObjectInfo> listed) {
        this.sources = sources;
        this.files = files;
        this.reading = reading;
        listed.forEach(file -> this.listed.put(sources.canonical(file.location()), file));
    }

    /** Claims for a partition what its files are called now; reads files only where there are new ones. */
    void claim(SourcePartition partition, List<ReadFile> read) {
        FileSet names = sources.files(partition.source());
        for (ReadFile file : read) {
            Location at = names.locate(file.file());
            if (file.proof().isPresent()
                    && files.covers(at)
                    && isElsewhere(file, file.proof().get(), listed.get(sources.canonical(at)))) {
                listed.values().stream()
                        .filter(other -> !sources.isClaimed(partition.stream(), other.location()))
                        .filter(other -> is(other, file.proof().get()))
                        .findFirst()
                        .ifPresent(other -> sources.claim(partition, other.location()));
            }
        }
    }

    /** Whether a file is what a program makes while it compresses one that was read: it is no partition yet. */
    boolean isCopy(ObjectInfo file, SourcePartition partition, List<ReadFile> read) {
        FileSet names = sources.files(partition.source());
        return read.stream()
                .filter(each ->
                        each.proof().isPresent() && listed.containsKey(sources.canonical(names.locate(each.file()))))
                .anyMatch(each -> Identity.isCopy(
                        files.storage(),
                        file,
                        reading,
                        names.locate(each.file()),
                        each.proof().get()));
    }

    private boolean isElsewhere(ReadFile file, Proof proof, @Nullable ObjectInfo there) {
        if (there == null) {
            return true;
        }
        boolean unchanged = there.size() == file.size() && Clocks.micros(there.modified()) == file.modified();
        return !unchanged && !is(there, proof);
    }

    private boolean is(ObjectInfo file, Proof proof) {
        return Identity.is(files.storage(), file, reading, proof);
    }
}
