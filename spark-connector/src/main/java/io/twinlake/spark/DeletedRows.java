package io.twinlake.spark;

import io.twinlake.format.DeletionVector;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.DeletionVectors;
import io.twinlake.storage.Location;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * Where the deleted rows of a data file are listed. It travels with the file to the executor that reads it, which reads
 * the list too: some hundred bytes instead of a bitmap, and no work for the driver.
 */
record DeletedRows(
        String table, String storageType, String pathOrInlineDv, long offset, int sizeInBytes, long cardinality)
        implements Serializable {

    /** The key under which a file carries it. */
    static final String KEY = "twinlake.deletedRows";

    private static final long NO_OFFSET = -1;

    static DeletedRows of(Location table, DeletionVectorDescriptor vector) {
        return new DeletedRows(
                table.toString(),
                vector.storageType(),
                vector.pathOrInlineDv(),
                vector.offset().orElse(NO_OFFSET),
                vector.sizeInBytes(),
                vector.cardinality());
    }

    /** Those of a file; empty where all its rows live. */
    static Optional<DeletedRows> of(PartitionedFile file) {
        return Optional.ofNullable(
                (DeletedRows) file.otherConstantMetadataColumnValues().getOrElse(KEY, () -> null));
    }

    DeletionVector read(Configuration hadoop) {
        Location location = Location.parse(table);
        return DeletionVectors.of(SessionAccess.storage(location, hadoop), location)
                .read(new DeletionVectorDescriptor(
                        storageType,
                        pathOrInlineDv,
                        offset == NO_OFFSET ? OptionalLong.empty() : OptionalLong.of(offset),
                        sizeInBytes,
                        cardinality));
    }
}
