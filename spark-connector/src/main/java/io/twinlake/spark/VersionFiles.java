package io.twinlake.spark;

import java.util.List;
import java.util.Optional;

/** What a stream reads of one version, from one offset in it to another. */
sealed interface VersionFiles permits ListedFiles, TimedFiles {

    /** The offset before the first part that the micro-batch has no place for; empty where it takes in all from there on. */
    Optional<StreamOffset> stop(StreamOffset from, Admission admission);

    /** @param end in the same version; empty for its end */
    List<FileSlice> between(StreamOffset start, Optional<StreamOffset> end);

    /** How many files have rows that come after that offset. */
    long filesFrom(StreamOffset offset);
}
