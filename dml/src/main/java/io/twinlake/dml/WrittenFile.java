package io.twinlake.dml;

import io.twinlake.format.DataFile;
import java.util.Map;
import java.util.Optional;

/**
 * A file that was written for a table and is in no version yet.
 *
 * @param partitionValues by physical column name; empty means null
 */
public record WrittenFile(DataFile file, Map<String, Optional<String>> partitionValues) {

    public WrittenFile {
        partitionValues = Map.copyOf(partitionValues);
    }
}
