package io.twinlake.log;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.RowBatch;
import org.jspecify.annotations.Nullable;

/** The actions of a column of a checkpoint's object, those that are there. */
final class PartIterator<A> extends FileIterator<A> {

    /** Makes an action of a row of its column, which is not null there. */
    @FunctionalInterface
    interface Row<A> {
        A action(ColumnVector column, int row);
    }

    private final DataFileReader reader;
    private final Row<A> rows;
    private @Nullable RowBatch batch;
    private int row;

    PartIterator(DataFileReader reader, Row<A> rows) {
        this.reader = reader;
        this.rows = rows;
    }

    @Override
    @Nullable
    A advance() {
        while (true) {
            if (batch == null || row == batch.rows()) {
                if (!reader.hasNext()) {
                    return null;
                }
                batch = reader.next();
                row = 0;
            } else {
                int here = row++;
                if (!batch.column(0).isNull(here)) {
                    return rows.action(batch.column(0), here);
                }
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
