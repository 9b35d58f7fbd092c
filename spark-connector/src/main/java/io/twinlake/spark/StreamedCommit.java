package io.twinlake.spark;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Finds the new files of a commit, and refuses commits after which the stream's rows would be wrong. */
final class StreamedCommit implements Action.Cases<Void> {

    private final Snapshot reading;
    private final Commit commit;
    private final List<AddFile> added = new ArrayList<>();
    private boolean removesRows;

    private StreamedCommit(Snapshot reading, Commit commit) {
        this.reading = reading;
        this.commit = commit;
    }

    /**
     * The files that brought rows, in the order of the commit. Compaction brings none.
     *
     * @param reading the snapshot whose schema the stream reads with
     * @param changes what becomes of a commit that removes rows as well
     */
    static List<AddFile> newFiles(Snapshot reading, Commit commit, ChangeCommits changes) {
        var streamed = new StreamedCommit(reading, commit);
        commit.actions().forEach(action -> action.match(streamed));
        if (!streamed.removesRows) {
            return List.copyOf(streamed.added);
        }
        boolean addsToo = !streamed.added.isEmpty();
        if (!changes.allow(addsToo)) {
            throw addsToo ? streamed.rewrites() : streamed.deletes();
        }
        return changes.skip() ? List.of() : List.copyOf(streamed.added);
    }

    @Override
    public Void add(AddFile action) {
        if (action.dataChange()) {
            added.add(action);
        }
        return done();
    }

    @Override
    public Void remove(Action.RemoveFile action) {
        removesRows |= action.dataChange();
        return done();
    }

    @Override
    public Void metadata(Action.Metadata action) {
        if (!action.id().equals(reading.metadata().id())) {
            throw replaced(reading.table().toString(), reading.metadata().id(), action.id());
        }
        if (!action.partitionColumns().equals(reading.metadata().partitionColumns())) {
            throw refused(
                    "changes the partition columns from " + reading.metadata().partitionColumns() + " to "
                            + action.partitionColumns(),
                    "restart the stream; if it stops here again, start with a new checkpoint");
        }
        check(action.schema());
        return done();
    }

    /** Rows of the commit's schema must be readable by the stream's: added columns are null in older files. */
    private void check(Schema written) {
        Schema read = reading.schema();
        for (Field field : written.fields()) {
            OptionalInt column = read.indexOf(field.name());
            if (column.isEmpty()) {
                throw schemaChanged("has the column '" + field.name() + "'");
            }
            Field same = read.field(column.getAsInt());
            if (!physicalName(same).equals(physicalName(field))) {
                throw schemaChanged("has another column of the name '" + field.name() + "'");
            }
            if (!same.type().equals(field.type())) {
                throw schemaChanged("changes the type of column '" + field.name() + "'");
            }
        }
        for (Field field : read.fields()) {
            if (!field.nullable() && written.indexOf(field.name()).isEmpty()) {
                throw schemaChanged("lacks the column '" + field.name() + "'");
            }
        }
    }

    private String physicalName(Field field) {
        return reading.columnMapping().physicalName(field);
    }

    private StreamException schemaChanged(String how) {
        return refused(
                how + ", other than the schema that this stream reads with",
                "restart the stream from its checkpoint, it then reads with the new schema; if it stops here again, "
                        + "start with a new checkpoint");
    }

    @Override
    public Void protocol(Action.Protocol action) {
        Action.Protocol understood = reading.protocol();
        if (action.minReaderVersion() > understood.minReaderVersion()
                || !understood.readerFeatures().containsAll(action.readerFeatures())) {
            throw refused(
                    "asks of readers version " + action.minReaderVersion() + ", features " + action.readerFeatures(),
                    "restart the stream from its checkpoint: it then says whether the table can still be read");
        }
        return done();
    }

    @Override
    public Void transaction(Action.SetTransaction action) {
        return done();
    }

    @Override
    public Void domain(Action.DomainMetadata action) {
        return done();
    }

    @Override
    public Void change(Action.AddChangeFile action) {
        return done();
    }

    @Override
    public Void commitInfo(Action.CommitInfo action) {
        return done();
    }

    static StreamException replaced(String table, String expected, String found) {
        return new StreamException("the table at " + table + " is not the one that this stream has read: its id is "
                + found + ", was " + expected + ". It was replaced; start the stream with a new checkpoint");
    }

    private StreamException rewrites() {
        return refused(
                "deletes or rewrites rows and adds files, which a stream of new rows can't show",
                "set the option skipChangeCommits to true to leave such commits out as a whole, or ignoreChanges to "
                        + "read what they add, unchanged rows of rewritten files again too, or start again from a "
                        + "later version with a new checkpoint");
    }

    private StreamException deletes() {
        return refused(
                "deletes rows, which a stream of new rows can't show",
                "set the option ignoreDeletes or skipChangeCommits to true to go on without taking them back, or start "
                        + "again from a later version with a new checkpoint");
    }

    private StreamException refused(String problem, String remedy) {
        return new StreamException(
                "version " + commit.version() + " of " + reading.table() + " " + problem + "; " + remedy);
    }

    @SuppressWarnings("NullAway") // Void has no other value.
    private static Void done() {
        return null;
    }
}
