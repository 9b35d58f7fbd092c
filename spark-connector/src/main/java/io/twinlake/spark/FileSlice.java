package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import java.util.Optional;

/** A data file to be read, wholly or the rows of a range of event time only. */
record FileSlice(AddFile file, Optional<EventTimes> times) {

    static FileSlice whole(AddFile file) {
        return new FileSlice(file, Optional.empty());
    }
}
