package io.twinlake.query;

import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.List;

/**
 * One data file to be read: what of it, and what to add to it.
 *
 * @param file as the log has it
 * @param location where it is
 * @param read the columns to read from the file itself
 * @param schema the columns of the rows before the filter: those read, and partition columns from the log
 * @param predicate which rows
 * @param output positions in {@code schema} of the columns to give
 */
public record Split(
        AddFile file, Location location, Schema read, Schema schema, Predicate predicate, List<Integer> output) {

    public Split {
        output = List.copyOf(output);
    }

    /** The file's name, size and time as the log says: no request is needed to open it. */
    public ObjectInfo object() {
        return new ObjectInfo(location, file.size(), Instant.ofEpochMilli(file.modificationTime()));
    }
}
