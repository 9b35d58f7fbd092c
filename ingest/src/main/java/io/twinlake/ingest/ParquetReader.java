package io.twinlake.ingest;

import io.twinlake.format.DataFileReader;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import java.util.Optional;

/** A Parquet file of events, read as its own schema has them. */
final class ParquetReader implements FileReader {

    private final InputFile file;
    private final DataFileReader rows;
    private long position;

    ParquetReader(InputFile file, long position) {
        this.file = file;
        this.position = position;
        this.rows = DataFileReader.open(
                file.storage(), file.info(), DataFileReader.schemaOf(file.storage(), file.info()), Predicate.TRUE);
    }

    @Override
    public Optional<Chunk> next(boolean complete) {
        while (rows.hasNext()) {
            RowBatch batch = rows.next();
            long first = rows.firstRow();
            int skip = (int) Math.min(batch.rows(), Math.max(0, position - first));
            if (skip < batch.rows()) {
                position = first + batch.rows();
                return Optional.of(new Chunk.Rows(file.name(), copyFrom(batch, skip), first + skip));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        rows.close();
    }

    /** The reader takes its batch back at the next call, a chunk is decoded later. */
    private static RowBatch copyFrom(RowBatch batch, int first) {
        RowBatch copy = RowBatch.empty(batch.schema());
        for (int row = first; row < batch.rows(); row++) {
            copy.appendFrom(batch, row);
        }
        return copy;
    }
}
