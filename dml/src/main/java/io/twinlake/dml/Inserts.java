package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import java.util.List;
import java.util.function.Consumer;

/** Rows that a plan adds; they are made when they are asked for. */
interface Inserts {

    long rows();

    /** Gives them, complete with all columns of the table, batch by batch. */
    void forEach(Consumer<RowBatch> batches);

    static Inserts of(List<RowBatch> complete) {
        long rows = complete.stream().mapToLong(RowBatch::rows).sum();
        return new Inserts() {
            @Override
            public long rows() {
                return rows;
            }

            @Override
            public void forEach(Consumer<RowBatch> batches) {
                complete.forEach(batches);
            }
        };
    }
}
