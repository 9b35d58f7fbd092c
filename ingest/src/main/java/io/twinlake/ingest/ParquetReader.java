package io.twinlake.ingest;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.storage.ObjectInfo;
import java.io.EOFException;
import java.util.Optional;

/** A Parquet file of events, read as its own schema has them. It never grows. */
final class ParquetReader implements FileReader {

    private final InputFile file;
    private final DataFileReader rows;
    private final Proof.OfFooter proof;
    private long position;

    /** @throws NotTheFileException if the file is not the one that the proof is of */
    ParquetReader(InputFile file, ReadFrom from) {
        this.file = file;
        this.position = from.position();
        this.proof =
                Identity.footer(file.storage(), file.info()).orElseThrow(() -> notParquet(file, "it has no footer"));
        if (from.proof().isPresent() && !from.proof().get().equals(proof)) {
            throw new NotTheFileException(file.name());
        }
        try {
            this.rows = DataFileReader.open(
                    file.storage(), file.info(), DataFileReader.schemaOf(file.storage(), file.info()), Predicate.TRUE);
        } catch (CorruptDataFileException e) {
            throw notParquet(
                    file,
                    String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
        }
    }

    /** The footer comes last: without one the file may still be on its way. */
    private static SourceException notParquet(InputFile file, String why) {
        return new SourceException(
                file.name() + " can't be read as Parquet: " + why
                        + "; it is damaged, cut off or not Parquet: replace it, or correct its name's ending",
                new EOFException(why));
    }

    @Override
    public Optional<Portion> next(boolean complete) {
        while (rows.hasNext()) {
            RowBatch batch = rows.next();
            long first = rows.firstRow();
            int skip = (int) Math.min(batch.rows(), Math.max(0, position - first));
            if (skip < batch.rows()) {
                position = first + batch.rows();
                Chunk chunk = new Chunk.Rows(file.name(), copyFrom(batch, skip), first + skip);
                return Optional.of(new Portion.Records(chunk, new Portion.Place.InRows(proof)));
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean growsInPlace() {
        return false;
    }

    @Override
    public void grow(ObjectInfo now) {
        throw new IllegalStateException(file.name() + " is Parquet, which does not grow");
    }

    @Override
    public boolean hasRest() {
        return false;
    }

    @Override
    public Portion takeRest(String why) {
        throw new IllegalStateException(file.name() + " is Parquet, which has no rest");
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public Optional<Proof> proof() {
        return position == 0 ? Optional.empty() : Optional.of(proof);
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
