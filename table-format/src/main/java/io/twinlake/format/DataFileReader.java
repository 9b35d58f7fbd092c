package io.twinlake.format;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.Iterator;

/** Reads a Parquet data file in batches. */
public final class DataFileReader implements Iterator<RowBatch>, AutoCloseable {

    private DataFileReader() {}

    /**
     * Opens a file for the columns of {@code wanted}: a column that the file lacks is null, types are widened as the
     * protocol allows. {@code predicate} skips row groups and pages that can't match; rows that don't match may still
     * come out.
     *
     * @throws CorruptDataFileException if the file is not a Parquet file or its columns can't be read as wanted
     */
    public static DataFileReader open(Storage storage, ObjectInfo file, Schema wanted, Predicate predicate) {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public boolean hasNext() {
        throw new UnsupportedOperationException("being built");
    }

    /** The next rows; the batch is the caller's until the next call. */
    @Override
    public RowBatch next() {
        throw new UnsupportedOperationException("being built");
    }

    /** The position in the file of the first row of the batch that {@link #next} gave last. */
    public long firstRow() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() {}
}
