package io.twinlake.format;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet data file whose end (footer and indexes; of a small file everything) has been read once and is kept, so that
 * it can be read again and again, by any number of threads, without asking for it anew. Holds no connection.
 */
public final class DataFileSource {

    private final Storage storage;
    private final ObjectInfo file;
    private final ParquetInput.Tail tail;
    private final ParquetMetadata footer;

    private DataFileSource(Storage storage, ObjectInfo file, ParquetInput.Tail tail, ParquetMetadata footer) {
        this.storage = storage;
        this.file = file;
        this.tail = tail;
        this.footer = footer;
    }

    /** @throws CorruptDataFileException if the file is not a Parquet file */
    public static DataFileSource open(Storage storage, ObjectInfo file) {
        try (ParquetInput input = new ParquetInput(storage, file)) {
            ParquetMetadata footer =
                    ParquetFileReader.readFooter(input, options().build(), input.newStream());
            return new DataFileSource(storage, file, input.tail(), footer);
        } catch (StorageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw DataFileReader.corrupt(file.location().toString(), e);
        }
    }

    public ObjectInfo file() {
        return file;
    }

    /** All rows of the file. */
    public long rows() {
        return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
    }

    /** Whether the file has a column or group at that path; names as in the file. */
    public boolean has(List<String> path) {
        MessageType schema = schema();
        return schema.containsPath(path.toArray(String[]::new))
                || schema.getPaths().stream()
                        .anyMatch(leaf -> leaf.length > path.size()
                                && List.of(leaf).subList(0, path.size()).equals(path));
    }

    /** Whether every page can be found by its rows, so that reading some rows reads little else. */
    public boolean isIndexed() {
        return footer.getBlocks().stream().allMatch(PickedRows::isIndexed);
    }

    /** In how many rows a column is not null, by the footer alone; -1 where it does not tell. */
    public long rowsWith(List<String> path) {
        ColumnPath wanted = ColumnPath.get(path.toArray(String[]::new));
        long count = 0;
        for (BlockMetaData block : footer.getBlocks()) {
            for (ColumnChunkMetaData chunk : block.getColumns()) {
                if (chunk.getPath().equals(wanted)) {
                    if (!chunk.getStatistics().isNumNullsSet()) {
                        return -1;
                    }
                    count += chunk.getValueCount() - chunk.getStatistics().getNumNulls();
                }
            }
        }
        return count;
    }

    /** As {@link DataFileReader#open}. */
    public DataFileReader read(Schema wanted, Predicate predicate) {
        return opened(input -> DataFileReader.open(input, footer, wanted, ColumnLookup.BY_NAME, predicate));
    }

    /**
     * Reads little but the rows at these positions, in order. Others may come out as well, where the file has no page index
     * all of their row groups: {@link DataFileReader#firstRow} tells which they are.
     */
    public DataFileReader read(Schema wanted, long[] positions) {
        return opened(input -> {
            var reader = ParquetFileReader.open(input, footer, options().build(), input.newStream());
            PushedFilter all = PushedFilter.of(Predicate.TRUE, wanted, ColumnLookup.BY_NAME, footer.getFileMetaData());
            return new DataFileReader(input, reader, wanted, ColumnLookup.BY_NAME, all, new PickedRows(positions));
        });
    }

    /** Opens a reader on an input. */
    @FunctionalInterface
    private interface Opening {
        DataFileReader open(ParquetInput input) throws IOException;
    }

    private DataFileReader opened(Opening opening) {
        ParquetInput input = new ParquetInput(storage, file, tail);
        try {
            return opening.open(input);
        } catch (StorageException | CorruptDataFileException e) {
            input.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            input.close();
            throw DataFileReader.corrupt(input.toString(), e);
        }
    }

    private MessageType schema() {
        return footer.getFileMetaData().getSchema();
    }

    /** For one reader, which decompresses for itself. */
    static ParquetReadOptions.Builder options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new PageDecompressors())
                .withUseHadoopVectoredIo(true);
    }
}
