package io.twinlake.compaction;

import io.twinlake.log.Version;
import java.util.List;

/**
 * What came of a plan.
 *
 * @param versions that were committed, one a merge
 * @param filesIn removed by those
 * @param filesOut added by those
 * @param bytesOut of the files added
 * @param conflicts why merges gave way to other commits; their output was deleted
 */
public record CompactionResult(
        List<Version> versions, int filesIn, int filesOut, long bytesOut, List<String> conflicts) {

    static final CompactionResult NOTHING = new CompactionResult(List.of(), 0, 0, 0, List.of());

    public CompactionResult {
        versions = List.copyOf(versions);
        conflicts = List.copyOf(conflicts);
    }

    CompactionResult and(CompactionResult other) {
        return new CompactionResult(
                concat(versions, other.versions),
                filesIn + other.filesIn,
                filesOut + other.filesOut,
                bytesOut + other.bytesOut,
                concat(conflicts, other.conflicts));
    }

    private static <T> List<T> concat(List<T> left, List<T> right) {
        return java.util.stream.Stream.concat(left.stream(), right.stream()).toList();
    }
}
