package io.twinlake.format;

import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.Optional;

/**
 * A data file that has been written whole.
 *
 * @param statistics by the names that the columns have in the file: physical ones where the table maps its columns
 * @param begun a time before the store had anything of it, if that is known: since then vacuum may count its age
 */
public record DataFile(Location location, long size, long rows, FileStatistics statistics, Optional<Instant> begun) {

    /** A file of which is not known when it was begun. */
    public DataFile(Location location, long size, long rows, FileStatistics statistics) {
        this(location, size, rows, statistics, Optional.empty());
    }

    public DataFile withBegun(Instant time) {
        return new DataFile(location, size, rows, statistics, Optional.of(time));
    }
}
