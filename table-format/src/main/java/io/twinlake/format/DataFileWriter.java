package io.twinlake.format;

import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;

/** Writes one Parquet data file with one PUT; nothing is on the store before {@link #finish}. */
public final class DataFileWriter implements AutoCloseable {

    private DataFileWriter() {}

    public static DataFileWriter create(Storage storage, Location at, Schema schema, DataFileOptions options) {
        throw new UnsupportedOperationException("being built");
    }

    /** Appends the rows of a batch of the writer's schema. The batch may be cleared and used again afterwards. */
    public void write(RowBatch batch) {
        throw new UnsupportedOperationException("being built");
    }

    /** Writes the footer and puts the object. @throws io.twinlake.storage.StorageException if it could not be put */
    public DataFile finish() {
        throw new UnsupportedOperationException("being built");
    }

    /** Frees memory; without {@link #finish} nothing was written. */
    @Override
    public void close() {}
}
