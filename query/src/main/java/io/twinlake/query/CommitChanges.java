package io.twinlake.query;

import io.twinlake.format.DeletionVector;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddChangeFile;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Which rows a commit changed: those of its change files if it has any, else those of the files that it removed and added
 * (PROTOCOL.md, "Reader Requirements for AddCDCFile"). What only rearranges rows changes none.
 *
 * @param table any later version: says where files are
 */
record CommitChanges(TransactionLog log, Snapshot table, Commit commit) {

    List<FileChange> files() {
        List<FileChange> written = commit.all(AddChangeFile.class)
                .map(CommitChanges::asData)
                .map(FileChange::written)
                .toList();
        return written.isEmpty() ? inferred() : written;
    }

    private List<FileChange> inferred() {
        Map<Location, AddFile> added = new LinkedHashMap<>();
        commit.all(AddFile.class)
                .filter(AddFile::dataChange)
                .forEach(file -> added.put(table.locate(file.path()), file));
        List<FileChange> changes = new ArrayList<>();
        commit.all(RemoveFile.class).filter(RemoveFile::dataChange).forEach(removed -> {
            AddFile before = asItWas(removed);
            AddFile after = added.remove(table.locate(removed.path()));
            if (after == null) {
                changes.add(FileChange.deleted(before));
            } else {
                addMarked(before, after, changes);
            }
        });
        added.values().forEach(file -> changes.add(FileChange.inserted(file)));
        return changes;
    }

    /** A file that stays, with other rows deleted. */
    private void addMarked(AddFile before, AddFile after, List<FileChange> changes) {
        DeletionVector old = table.deletionVector(before);
        DeletionVector now = table.deletionVector(after);
        DeletionVector gone = now.minus(old);
        DeletionVector back = old.minus(now);
        if (!gone.isEmpty()) {
            changes.add(FileChange.deleted(before, gone));
        }
        if (!back.isEmpty()) {
            changes.add(FileChange.inserted(after, back));
        }
    }

    /** A tombstone may leave out what only the action that added the file says: then the version before has it. */
    private AddFile asItWas(RemoveFile removed) {
        boolean isWhole = removed.size().isPresent()
                && (table.metadata().partitionColumns().isEmpty()
                        || !removed.partitionValues().isEmpty());
        if (isWhole) {
            return file(
                    removed.path(), removed.partitionValues(), removed.size().getAsLong(), removed.deletionVector());
        }
        Location location = table.locate(removed.path());
        try (Stream<AddFile> files =
                log.at(Version.of(commit.version().number() - 1)).files()) {
            return files.filter(file -> table.locate(file.path()).equals(location))
                    .findFirst()
                    .map(file -> file(file.path(), file.partitionValues(), file.size(), removed.deletionVector()))
                    .orElseThrow(() -> new ChangesUnavailableException(
                            "version " + commit.version() + " of " + table.table() + " removes " + location
                                    + ", which the version before does not have; read the table itself instead"));
        }
    }

    private static AddFile asData(AddChangeFile file) {
        return file(file.path(), file.partitionValues(), file.size(), Optional.empty());
    }

    private static AddFile file(
            String path,
            Map<String, Optional<String>> partitionValues,
            long size,
            Optional<Action.DeletionVectorDescriptor> deleted) {
        return new AddFile(
                path,
                partitionValues,
                size,
                0,
                false,
                Optional.empty(),
                Map.of(),
                deleted,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
