package io.twinlake.compaction;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TrackedRows;

/** The rows of one file, one by one; that they are in order is checked on the way. */
final class SortedRun implements AutoCloseable {

    private final AddFile file;
    private final int position;
    private final TrackedRows rows;
    private final RowOrder order;
    private RowBatch batch;
    private int row = -1;

    private SortedRun(AddFile file, int position, TrackedRows rows, Schema schema, RowOrder order) {
        this.file = file;
        this.position = position;
        this.rows = rows;
        this.order = order;
        this.batch = RowBatch.empty(schema);
    }

    /** @param position among the files of the merge: of equal rows the earlier file's go first */
    static SortedRun open(Snapshot snapshot, AddFile file, int position, Schema schema, RowOrder order) {
        return new SortedRun(file, position, TrackedRows.open(snapshot, file, schema), schema, order);
    }

    /**
     * Goes to the next row.
     *
     * @return false at the end of the file
     * @throws UnsortedFileException if it should have come before the row that it follows
     */
    boolean advance() {
        if (row + 1 < batch.rows()) {
            row++;
            checkOrder(batch, row - 1);
            return true;
        }
        RowBatch last = row < 0 ? batch : batch.select(new int[] {row});
        do {
            if (!rows.hasNext()) {
                return false;
            }
            batch = rows.next();
            row = 0;
        } while (batch.rows() == 0);
        if (last.rows() > 0) {
            checkOrder(last, 0);
        }
        return true;
    }

    RowBatch batch() {
        return batch;
    }

    int row() {
        return row;
    }

    /** By the row that each is at, then by the position of the file. */
    int compareTo(SortedRun other) {
        int comparison = order.compare(batch, row, other.batch, other.row);
        return comparison != 0 ? comparison : Integer.compare(position, other.position);
    }

    @Override
    public void close() {
        rows.close();
    }

    private void checkOrder(RowBatch before, int beforeRow) {
        if (order.compare(before, beforeRow, batch, row) > 0) {
            throw new UnsortedFileException(file.path() + " is not sorted: a row comes after a greater one");
        }
    }
}
