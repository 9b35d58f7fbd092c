package io.twinlake.query;

import io.twinlake.format.DeletionVector;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Action.RemoveFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The files with the rows that a commit brought; what only rearranges rows brings none.
 *
 * @param table at that version
 */
record NewRows(Snapshot table, Commit commit) {

    /** Of a file that stays, its deletion vector has all rows but those that came back. */
    List<AddFile> files() {
        Map<Location, RemoveFile> removed = new HashMap<>();
        commit.all(RemoveFile.class).forEach(file -> removed.put(table.locate(file.path()), file));
        return commit.all(AddFile.class)
                .filter(AddFile::dataChange)
                .flatMap(file -> Optional.ofNullable(removed.get(table.locate(file.path())))
                        .map(before -> cameBack(before, file))
                        .orElse(Optional.of(file))
                        .stream())
                .toList();
    }

    /** A delete brings nothing back; a restore may. Costs a look at both vectors where there was one before. */
    private Optional<AddFile> cameBack(RemoveFile before, AddFile after) {
        if (before.deletionVector().isEmpty()) {
            return Optional.empty();
        }
        DeletionVector back =
                vector(after.withDeletionVector(before.deletionVector())).minus(vector(after));
        if (back.isEmpty()) {
            return Optional.empty();
        }
        long rows = table.statistics(after)
                .rows()
                .orElseThrow(() -> new RowsRemovedException("version " + commit.version() + " brought rows of "
                        + after.path()
                        + " back, and does not say how many the file has; read the table anew and subscribe"
                        + " from version " + commit.version().next()));
        DeletionVector others = DeletionVector.of(LongStream.range(0, rows)).minus(back);
        return Optional.of(after.withDeletionVector(
                others.isEmpty() ? Optional.empty() : Optional.of(DeletionVectorDescriptor.inline(others))));
    }

    private DeletionVector vector(AddFile file) {
        try {
            return table.deletionVector(file);
        } catch (ObjectNotFoundException e) {
            throw new SubscriptionGapException(
                    "deletion vector " + e.location() + " of version " + commit.version()
                            + " is gone: vacuum deleted it, because it is older than the retention. Subscribe from 'earliest'"
                            + " (all rows, then the rest), or keep files longer (delta.deletedFileRetentionDuration)",
                    e);
        }
    }
}
