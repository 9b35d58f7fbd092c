package io.twinlake.query;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/** The matching rows of one file, partition columns filled in; batches without rows are left out. */
final class SplitRows implements RowBatches {

    private final Split split;
    private final Schema schema;
    private final Map<String, PartitionColumn> partitions = new HashMap<>();
    private final DataFileReader reader;
    private Optional<RowBatch> ready = Optional.empty();

    private SplitRows(Split split, Schema schema, DataFileReader reader) {
        this.split = split;
        this.schema = schema;
        this.reader = reader;
        for (Field field : split.schema().fields()) {
            if (split.read().indexOf(field.name()).isEmpty()) {
                partitions.put(
                        field.name(), PartitionColumn.of(field, split.file().partitionValues()));
            }
        }
    }

    static SplitRows open(Storage storage, Split split, Schema schema) {
        return new SplitRows(
                split, schema, DataFileReader.open(storage, split.object(), split.read(), split.predicate()));
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && reader.hasNext()) {
            RowBatch matching = filtered(complete(reader.next()));
            if (matching.rows() > 0) {
                ready = Optional.of(project(matching));
            }
        }
        return ready.isPresent();
    }

    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows in " + split.location());
        }
        RowBatch batch = ready.orElseThrow();
        ready = Optional.empty();
        return batch;
    }

    @Override
    public void close() {
        reader.close();
    }

    private RowBatch filtered(RowBatch batch) {
        int[] rows = split.predicate().matching(batch);
        return rows.length == batch.rows() ? batch : batch.select(rows);
    }

    private RowBatch complete(RowBatch read) {
        if (partitions.isEmpty()) {
            return read;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (Field field : split.schema().fields()) {
            PartitionColumn partition = partitions.get(field.name());
            OptionalInt position = split.read().indexOf(field.name());
            columns.add(partition == null ? read.column(position.getAsInt()) : partition.vector(read.rows()));
        }
        return RowBatch.of(split.schema(), columns);
    }

    private RowBatch project(RowBatch batch) {
        return RowBatch.of(schema, split.output().stream().map(batch::column).toList());
    }
}
