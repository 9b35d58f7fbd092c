package io.twinlake.format;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet data file in batches. */
public final class DataFileReader implements Iterator<RowBatch>, AutoCloseable {

    /** So few rows of a file are a page or two a column, by Parquet's indexes. */
    private static final int FEW_ROWS = 40_000;

    private static final int BATCH_ROWS = 4096;

    private final String name;
    private final Schema wanted;
    private final ParquetInput input;
    private final ParquetFileReader file;
    private final List<ColumnSource> columns;
    private final List<LeafReader> leaves = new ArrayList<>();
    private final RowGroups groups;
    private RowRuns runs = RowRuns.NONE;
    private long firstRow = -1;

    /** Which row groups of a file are read, and of each which rows. */
    @FunctionalInterface
    interface RowGroups {
        /** The next one, or null if there is none. */
        @Nullable
        PageReadStore next(ParquetFileReader file) throws IOException;
    }

    DataFileReader(
            ParquetInput input,
            ParquetFileReader file,
            Schema wanted,
            ColumnLookup lookup,
            PushedFilter filter,
            RowGroups groups) {
        this.name = input.toString();
        this.groups = groups;
        this.wanted = wanted;
        this.input = input;
        this.file = file;
        FileMetaData metadata = file.getFileMetaData();
        this.columns = new ColumnSourceBuilder(metadata, lookup, name).build(wanted);
        columns.forEach(column -> column.leaves(leaves::add));
        Set<ColumnDescriptor> requested = new LinkedHashSet<>();
        leaves.forEach(leaf -> requested.add(leaf.column()));
        requested.addAll(filter.columns());
        file.setRequestedSchema(List.copyOf(requested));
    }

    /**
     * Opens a file for the columns of {@code wanted}: a column that the file lacks is null, types are widened as the
     * protocol allows. {@code predicate} skips row groups and pages that can't match; rows that don't match may still
     * come out.
     *
     * @throws CorruptDataFileException if the file is not a Parquet file or its columns can't be read as wanted
     */
    public static DataFileReader open(Storage storage, ObjectInfo file, Schema wanted, Predicate predicate) {
        return open(storage, file, wanted, ColumnLookup.BY_NAME, predicate);
    }

    /**
     * Opens a file of a table whose columns are found by {@code lookup}; rows have the names of {@code wanted}.
     *
     * @throws CorruptDataFileException if the file is not a Parquet file or its columns can't be read as wanted
     */
    public static DataFileReader open(
            Storage storage, ObjectInfo file, Schema wanted, ColumnLookup lookup, Predicate predicate) {
        ParquetInput input = new ParquetInput(storage, file);
        try {
            return open(input, wanted, lookup, predicate);
        } catch (StorageException | CorruptDataFileException e) {
            input.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            input.close();
            throw corrupt(input.toString(), e);
        }
    }

    /**
     * The columns of a file that no table describes; nested ones are left out.
     *
     * @throws CorruptDataFileException if the file is not a Parquet file
     */
    public static Schema schemaOf(Storage storage, ObjectInfo file) {
        ParquetInput input = new ParquetInput(storage, file);
        try (input) {
            var footer =
                    ParquetFileReader.readFooter(input, DataFileSource.options().build(), input.newStream());
            return FileColumns.of(footer.getFileMetaData().getSchema());
        } catch (StorageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw corrupt(input.toString(), e);
        }
    }

    private static DataFileReader open(ParquetInput input, Schema wanted, ColumnLookup lookup, Predicate predicate)
            throws IOException {
        var footer =
                ParquetFileReader.readFooter(input, DataFileSource.options().build(), input.newStream());
        return open(input, footer, wanted, lookup, predicate);
    }

    static DataFileReader open(
            ParquetInput input, ParquetMetadata footer, Schema wanted, ColumnLookup lookup, Predicate predicate)
            throws IOException {
        PushedFilter filter = PushedFilter.of(predicate, wanted, lookup, footer.getFileMetaData());
        var options = DataFileSource.options()
                .withRecordFilter(filter.compat())
                .useStatsFilter(true)
                .useDictionaryFilter(false)
                .useBloomFilter(true)
                .useColumnIndexFilter(true)
                .build();
        var reader = ParquetFileReader.open(input, footer, options, input.newStream());
        FilteredRows rows = new FilteredRows(filter);
        DataFileReader opened = new DataFileReader(input, reader, wanted, lookup, filter, rows);
        if (rows.count(reader) <= FEW_ROWS) {
            input.lookUp();
        }
        return opened;
    }

    static CorruptDataFileException corrupt(String name, Exception cause) {
        if (cause instanceof UnsupportedCodecException) {
            return new CorruptDataFileException(
                    "cannot read " + name + ": " + cause.getMessage() + "; the file is sound: rewrite it with its own"
                            + " writer and another codec (ZSTD, SNAPPY, GZIP, LZ4_RAW, BROTLI, or none)",
                    cause);
        }
        return new CorruptDataFileException(
                "cannot read " + name + ": " + cause.getMessage()
                        + "; the file is damaged or not a Parquet file: restore it from a copy, or read a version that does "
                        + "not need it",
                cause);
    }

    @Override
    public boolean hasNext() {
        while (!runs.hasNext()) {
            if (!nextRowGroup()) {
                return false;
            }
        }
        return true;
    }

    private boolean nextRowGroup() {
        try {
            PageReadStore group = groups.next(file);
            if (group == null) {
                return false;
            }
            var store = new ColumnReadStoreImpl(
                    group,
                    new NoConverter(),
                    file.getFileMetaData().getSchema(),
                    file.getFileMetaData().getCreatedBy());
            leaves.forEach(leaf -> leaf.begin(store));
            runs = RowRuns.of(group, BATCH_ROWS);
            return true;
        } catch (StorageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw corrupt(name, e);
        }
    }

    /** The next rows; the batch is the caller's until the next call. */
    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows in " + name);
        }
        RowRuns.Run run = runs.next();
        List<ColumnVector> vectors = new ArrayList<>();
        try {
            for (int i = 0; i < columns.size(); i++) {
                vectors.add(read(columns.get(i), wanted.field(i), run.rows()));
            }
        } catch (CorruptDataFileException e) {
            throw e;
        } catch (RuntimeException e) {
            throw corrupt(name, e);
        }
        firstRow = run.first();
        return RowBatch.of(wanted, vectors, run.rows());
    }

    private ColumnVector read(ColumnSource column, Field field, int rows) {
        ColumnVector vector = Vectors.of(field.type());
        try {
            column.read(vector, rows);
            return vector;
        } catch (ArithmeticException e) {
            throw new CorruptDataFileException(
                    "cannot read column '" + field.name() + "' of " + name + " as "
                            + SchemaJson.describe(field.type()) + ": " + e.getMessage()
                            + "; write the row anew with a value that fits, or leave the column out",
                    e);
        }
    }

    /** The position in the file of the first row of the batch that {@link #next} gave last. */
    public long firstRow() {
        if (firstRow < 0) {
            throw new IllegalStateException("no batch has been read yet");
        }
        return firstRow;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StorageException("closing " + name + " failed", e);
        } finally {
            input.close();
        }
    }
}
