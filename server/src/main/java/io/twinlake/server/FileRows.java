package io.twinlake.server;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Snapshot;
import java.util.OptionalLong;

/** How many live rows a data file has by the log's word: the physical ones less the deleted ones. */
final class FileRows {

    private FileRows() {}

    static OptionalLong of(AddFile file, Snapshot snapshot) {
        OptionalLong physical = snapshot.statistics(file).rows();
        long deleted =
                file.deletionVector().map(DeletionVectorDescriptor::cardinality).orElse(0L);
        return physical.isPresent() ? OptionalLong.of(physical.getAsLong() - deleted) : physical;
    }
}
