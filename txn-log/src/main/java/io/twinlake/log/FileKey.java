package io.twinlake.log;

import io.twinlake.log.Action.DeletionVectorDescriptor;
import java.util.Optional;

/**
 * The identity of a logical file in reconciliation: its path, in one of the many ways in which it may be written, and
 * the deletion vector (PROTOCOL.md, "Action Reconciliation").
 *
 * @param path as {@link DataPath#canonical} gives it
 * @param deletionVector its unique id, empty where there is none
 */
record FileKey(String path, String deletionVector) {

    static FileKey of(DataPath paths, String path, Optional<DeletionVectorDescriptor> deletionVector) {
        return new FileKey(
                paths.canonical(path),
                deletionVector.map(DeletionVectorDescriptor::uniqueId).orElse(""));
    }

    static FileKey of(DataPath paths, Action.AddFile file) {
        return of(paths, file.path(), file.deletionVector());
    }

    static FileKey of(DataPath paths, Action.RemoveFile file) {
        return of(paths, file.path(), file.deletionVector());
    }
}
