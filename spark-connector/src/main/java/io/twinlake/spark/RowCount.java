package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How much files hold, by what the log says.
 *
 * @param bytes their sizes together
 * @param rows their live rows together; empty where the log does not say it of each
 */
record RowCount(long files, long bytes, OptionalLong rows) {

    static RowCount of(Snapshot snapshot, Stream<AddFile> files) {
        long count = 0;
        long bytes = 0;
        long rows = 0;
        boolean known = true;
        try (files) {
            for (var each = files.iterator(); each.hasNext(); ) {
                AddFile file = each.next();
                OptionalLong live = snapshot.rowCount(file);
                count++;
                bytes += file.size();
                rows += live.orElse(0);
                known &= live.isPresent();
            }
        }
        return new RowCount(count, bytes, known ? OptionalLong.of(rows) : OptionalLong.empty());
    }
}
