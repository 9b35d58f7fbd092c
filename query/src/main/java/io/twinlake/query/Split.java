package io.twinlake.query;

import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import java.util.List;

/**
 * One data file to be read, and what of it.
 *
 * @param snapshot whose file it is; says how its rows become rows of the table
 * @param file as the log has it
 * @param schema the columns that are read: those to give, and those that the filter needs
 * @param predicate which rows
 * @param output positions in {@code schema} of the columns to give
 */
public record Split(Snapshot snapshot, AddFile file, Schema schema, Predicate predicate, List<Integer> output) {

    public Split {
        output = List.copyOf(output);
    }

    /** Where the file is. */
    public Location location() {
        return snapshot.locate(file.path());
    }

    /** The file's rows before the filter, in the columns of {@link #schema}; who opens closes. */
    public LiveRows rows() {
        return snapshot.rows(file, schema, predicate);
    }
}
