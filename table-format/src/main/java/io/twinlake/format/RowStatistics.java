package io.twinlake.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.schema.MessageType;

/**
 * The statistics that a data file of some rows would have, without the file: rows go through the writers of its columns and
 * are forgotten.
 */
public final class RowStatistics implements AutoCloseable {

    private static final int SLICE = 1024;
    private static final long MOST_BUFFERED_BYTES = 16 << 20;

    private final Schema schema;
    private final DataFileOptions options;
    private final MessageType message;
    private final PageCompressor compressor = PageCompressor.of(DataFileOptions.Codec.UNCOMPRESSED);
    private final List<ColumnTree> columns;
    private final List<LeafWriter> leaves = new ArrayList<>();
    private ColumnChunkPageWriteStore pages;
    private long rows;
    private long forgotten;

    private RowStatistics(Schema schema, DataFileOptions options) {
        this.schema = schema;
        this.options = options;
        this.message = ParquetTypes.message(schema, options.mapping());
        this.pages = pages();
        this.columns = new ColumnTreeBuilder(message, pages, options.mapping()).build(schema);
        columns.forEach(column -> column.leaves(leaves::add));
        leaves.forEach(leaf -> leaf.endPagesAt(options.pageRows()));
    }

    /** Statistics of the columns that {@code options} choose, by their names there. */
    public static RowStatistics of(Schema schema, DataFileOptions options) {
        return new RowStatistics(schema, options);
    }

    private ColumnChunkPageWriteStore pages() {
        return new ColumnChunkPageWriteStore(
                compressor,
                message,
                HeapByteBufferAllocator.getInstance(),
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                false);
    }

    /** Counts the rows of a batch of the schema. The batch may be cleared and used again afterwards. */
    public void add(RowBatch batch) {
        if (!batch.schema().equals(schema)) {
            throw new IllegalArgumentException("a batch of " + batch.schema() + " has not the columns of " + schema);
        }
        for (int from = 0; from < batch.rows(); from += SLICE) {
            int to = Math.min(batch.rows(), from + SLICE);
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).rows(batch.column(i), from, to);
            }
            rows += to - from;
            long buffered = leaves.stream()
                    .mapToLong(leaf -> leaf.bufferedBytes() + leaf.pagedBytes())
                    .sum();
            if (buffered >= MOST_BUFFERED_BYTES) {
                forget();
            }
        }
    }

    private void forget() {
        if (rows == forgotten) {
            return;
        }
        forgotten = rows;
        leaves.forEach(LeafWriter::endChunk);
        pages.close();
        pages = pages();
        leaves.forEach(leaf -> leaf.begin(pages.getPageWriter(leaf.column())));
    }

    /** Of all rows so far. */
    public FileStatistics statistics() {
        forget();
        Map<List<String>, ColumnStatistics> byPath = new LinkedHashMap<>();
        Set<List<String>> chosen = options.indexedColumns().in(schema, options.mapping());
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).statistics(List.of(options.mapping().physicalName(schema.field(i))), byPath, chosen);
        }
        return new FileStatistics(OptionalLong.of(rows), byPath, true);
    }

    @Override
    public void close() {
        pages.close();
        compressor.release();
    }
}
