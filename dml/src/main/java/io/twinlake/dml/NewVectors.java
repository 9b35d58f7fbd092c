package io.twinlake.dml;

import io.twinlake.format.DeletionVector;
import io.twinlake.format.DeletionVectorFile;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The deletion vectors of one commit: those of all files in one object. */
final class NewVectors {

    private final Snapshot snapshot;
    private final DeletionVectorFile content = new DeletionVectorFile();
    private final UUID name;
    private final List<Marked> marked = new ArrayList<>();
    private Optional<Location> put = Optional.empty();

    /** A file, the place of its new vector, and how many rows it has in all. */
    private record Marked(AddFile file, DeletionVectorFile.Place place, long physicalRows) {}

    NewVectors(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.name = snapshot.environment().uuid();
    }

    /** Deletes rows of a file beside those that are deleted already. */
    void add(FileEdit edit) {
        DeletionVector all = snapshot.deletionVector(edit.file()).union(edit.rows());
        marked.add(new Marked(edit.file(), content.add(all), edit.physicalRows()));
    }

    int size() {
        return marked.size();
    }

    /** Puts the object and marks the files. */
    void addTo(Transaction transaction) {
        if (marked.isEmpty()) {
            return;
        }
        Location at = snapshot.table().resolve(DeletionVectorDescriptor.fileName(name));
        put = Optional.of(at);
        snapshot.environment().storage().put(at, Content.of(content.toBytes()));
        marked.forEach(file -> transaction.mark(
                file.file(), DeletionVectorDescriptor.inFile(name, file.place()), file.physicalRows()));
    }

    void delete() {
        put.ifPresent(at -> snapshot.environment().storage().delete(List.of(at)));
    }
}
