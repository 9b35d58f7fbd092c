package io.twinlake.log;

import io.twinlake.format.ColumnLookup;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of a live file as the table has them: columns by the table's names and in its types, partition columns from the
 * log, deleted rows left out. The caller closes it.
 */
public final class LiveRows implements Iterator<RowBatch>, AutoCloseable {

    private final Snapshot snapshot;
    private final Action.AddFile file;
    private final Schema wanted;
    private final DeletionVector deleted;
    private final DataFileReader reader;
    private final Map<Integer, ColumnVector> partitions = new HashMap<>();
    private Optional<RowBatch> ready = Optional.empty();
    private Positions readyPositions = Positions.NONE;
    private Positions positions = Positions.NONE;

    /**
     * Where the rows of a batch are in the file.
     *
     * @param live which of the rows from {@code first} on; empty if it is each
     */
    private record Positions(long first, Optional<int[]> live) {
        static final Positions NONE = new Positions(-1, Optional.empty());

        long of(int row) {
            return first + (live.isPresent() ? live.get()[row] : row);
        }
    }

    private LiveRows(Snapshot snapshot, Action.AddFile file, Schema wanted, DataFileReader reader) {
        this.snapshot = snapshot;
        this.file = file;
        this.wanted = wanted;
        this.deleted = snapshot.deletionVector(file);
        this.reader = reader;
    }

    static LiveRows open(Snapshot snapshot, Action.AddFile file, Schema wanted, Predicate predicate) {
        Set<String> partitionColumns = wanted.fields().stream()
                .map(Field::name)
                .filter(snapshot.metadata()::isPartitionedBy)
                .collect(Collectors.toSet());
        DataFileReader reader = DataFileReader.open(
                snapshot.environment().storage(),
                snapshot.object(file),
                asTheTableHasThem(wanted, snapshot.schema()),
                new ColumnLookup(snapshot.columnMapping(), partitionColumns),
                predicate);
        try {
            return new LiveRows(snapshot, file, wanted, reader);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** What a column is called in files its field in the table's schema says, not one that merely has the name and type. */
    private static Schema asTheTableHasThem(Schema wanted, Schema table) {
        return new Schema(wanted.fields().stream()
                .map(field -> {
                    OptionalInt position = table.indexOf(field.name());
                    boolean same = position.isPresent()
                            && table.field(position.getAsInt()).type().equals(field.type());
                    return same ? table.field(position.getAsInt()) : field;
                })
                .toList());
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && reader.hasNext()) {
            RowBatch batch = reader.next();
            readyPositions = positions(batch.rows());
            RowBatch live = readyPositions.live().map(batch::select).orElse(batch);
            if (live.rows() > 0) {
                ready = Optional.of(withPartitions(live));
            }
        }
        return ready.isPresent();
    }

    /** The next rows, at least one; the batch is the caller's until the next call. */
    @Override
    public RowBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more rows in " + file.path());
        }
        RowBatch batch = ready.orElseThrow();
        positions = readyPositions;
        ready = Optional.empty();
        return batch;
    }

    /** The position in the file, from 0, of a row of the batch that {@link #next} gave last: what a deletion vector names. */
    public long position(int row) {
        if (positions.first() < 0) {
            throw new IllegalStateException("no batch has been read yet");
        }
        return positions.of(row);
    }

    @Override
    public void close() {
        reader.close();
    }

    private Positions positions(int rows) {
        long first = reader.firstRow();
        if (deleted.isEmpty()) {
            return new Positions(first, Optional.empty());
        }
        int[] live = deleted.live(first, rows);
        return new Positions(first, live.length == rows ? Optional.empty() : Optional.of(live));
    }

    private RowBatch withPartitions(RowBatch batch) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            columns.add(
                    snapshot.metadata().isPartitionedBy(wanted.field(i).name())
                            ? partition(i, batch.rows())
                            : batch.column(i));
        }
        return RowBatch.of(wanted, columns, batch.rows());
    }

    /** One vector serves all batches of as many rows. */
    private ColumnVector partition(int column, int rows) {
        ColumnVector last = partitions.get(column);
        if (last != null && last.size() == rows) {
            return last;
        }
        Field field = wanted.field(column);
        ColumnVector vector = Vectors.constant(field.type(), snapshot.partitionValue(file, field.name()), rows);
        partitions.put(column, vector);
        return vector;
    }
}
