package io.twinlake.format;

import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one Parquet data file with one PUT; nothing is on the store before {@link #finish}. Batches are encoded column
 * by column; no object a row is made.
 */
public final class DataFileWriter implements AutoCloseable {

    /** Rows that are given to one column before the next one has its turn; bounds how late a page can end. */
    private static final int SLICE = 1024;

    private static final int INDEX_BOUND_BYTES = 64;

    private final Storage storage;
    private final Location location;
    private final Schema schema;
    private final DataFileOptions options;
    private final MessageType message;
    private final OutputBuffer buffer;
    private final PageCompressor compressor;
    private final ParquetFileWriter file;
    private final List<ColumnTree> columns;
    private final List<LeafWriter> leaves = new ArrayList<>();
    private ColumnChunkPageWriteStore pages;
    private long rows;
    private long rowsInGroup;

    private DataFileWriter(Storage storage, Location location, Schema schema, DataFileOptions options)
            throws IOException {
        this.storage = storage;
        this.location = location;
        this.schema = schema;
        this.options = options;
        this.message = ParquetTypes.message(schema, options.mapping());
        this.buffer = new OutputBuffer(options.memoryBytes());
        this.compressor = PageCompressor.of(options.codec());
        this.file = new ParquetFileWriter(
                buffer,
                message,
                ParquetFileWriter.Mode.CREATE,
                options.rowGroupBytes(),
                0,
                INDEX_BOUND_BYTES,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        file.start();
        this.pages = pages();
        this.columns = new ColumnTreeBuilder(message, pages, options.mapping()).build(schema);
        columns.forEach(column -> column.leaves(leaves::add));
        leaves.forEach(leaf -> leaf.endPagesAt(options.pageRows()));
    }

    public static DataFileWriter create(Storage storage, Location at, Schema schema, DataFileOptions options) {
        try {
            return new DataFileWriter(storage, at, schema, options);
        } catch (IOException e) {
            throw new UncheckedIOException("the data file " + at + " could not be begun", e);
        }
    }

    private ColumnChunkPageWriteStore pages() {
        return new ColumnChunkPageWriteStore(
                compressor, message, HeapByteBufferAllocator.getInstance(), INDEX_BOUND_BYTES, true);
    }

    /** Appends the rows of a batch of the writer's schema. The batch may be cleared and used again afterwards. */
    public void write(RowBatch batch) {
        if (!batch.schema().equals(schema)) {
            throw new IllegalArgumentException(
                    "a batch of " + batch.schema() + " can't be written to a file of " + schema);
        }
        for (int from = 0; from < batch.rows(); from += SLICE) {
            int to = Math.min(batch.rows(), from + SLICE);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).rows(batch.column(i), from, to);
            }
            rowsInGroup += to - from;
            if (groupBytes() >= options.rowGroupBytes()) {
                endRowGroup();
            }
        }
    }

    /** Encoded bytes so far: about the size of the file if it were finished now. */
    public long bytes() {
        return buffer.length() + groupBytes();
    }

    private long groupBytes() {
        long bytes = 0;
        for (LeafWriter leaf : leaves) {
            bytes += leaf.bufferedBytes() + leaf.pagedBytes();
        }
        return bytes;
    }

    /** Rows that are written from now on are in another row group, so that who wants either reads nothing of the other. */
    public void endRowGroup() {
        if (rowsInGroup == 0) {
            return;
        }
        leaves.forEach(LeafWriter::endChunk);
        try {
            file.startBlock(rowsInGroup);
            pages.flushToFileWriter(file);
            file.endBlock();
        } catch (IOException e) {
            throw new UncheckedIOException("the data file " + location + " could not be written to its buffer", e);
        }
        pages.close();
        pages = pages();
        leaves.forEach(leaf -> leaf.begin(pages.getPageWriter(leaf.column())));
        rows += rowsInGroup;
        rowsInGroup = 0;
    }

    /** Writes the footer and puts the object. @throws io.twinlake.storage.StorageException if it could not be put */
    public DataFile finish() {
        endRowGroup();
        try {
            file.end(Map.of("io.twinlake.writer", "twinlake"));
            storage.put(location, buffer.content());
        } catch (IOException e) {
            throw new UncheckedIOException("the data file " + location + " could not be written to its buffer", e);
        }
        return new DataFile(location, buffer.length(), rows, statistics());
    }

    private FileStatistics statistics() {
        Map<List<String>, ColumnStatistics> byPath = new LinkedHashMap<>();
        Set<List<String>> chosen = options.indexedColumns().in(schema, options.mapping());
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).statistics(List.of(options.mapping().physicalName(schema.field(i))), byPath, chosen);
        }
        return new FileStatistics(OptionalLong.of(rows), byPath, true);
    }

    /** Frees memory; without {@link #finish} nothing was written. */
    @Override
    public void close() {
        pages.close();
        compressor.release();
        buffer.close();
    }
}
