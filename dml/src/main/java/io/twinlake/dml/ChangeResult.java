package io.twinlake.dml;

import io.twinlake.log.Version;
import java.util.Optional;

/**
 * What a change of rows did.
 *
 * @param version that it is; empty if there was nothing to change
 * @param filesMarked files that got a deletion vector
 */
public record ChangeResult(
        Optional<Version> version,
        long insertedRows,
        long updatedRows,
        long deletedRows,
        int filesAdded,
        int filesRemoved,
        int filesMarked) {}
