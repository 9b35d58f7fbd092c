package io.twinlake.server;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.query.RowBatches;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A small result that a command puts together itself, a row at a time; for everything large there are batches. */
final class Sheet {

    private final RowBatch batch;

    private Sheet(Schema schema) {
        this.batch = RowBatch.empty(schema);
    }

    static Columns columns() {
        return new Columns();
    }

    /** The columns of a sheet, in order. */
    static final class Columns {
        private final List<Field> fields = new ArrayList<>();

        Columns text(String name) {
            return with(name, Primitive.STRING);
        }

        Columns number(String name) {
            return with(name, Primitive.LONG);
        }

        Columns time(String name) {
            return with(name, Primitive.TIMESTAMP);
        }

        Columns with(String name, DataType type) {
            fields.add(Field.nullable(name, type));
            return this;
        }

        Sheet sheet() {
            return new Sheet(new Schema(fields));
        }
    }

    /** Appends a row; an empty Optional or OptionalLong is null. */
    Sheet row(Object... cells) {
        if (cells.length != batch.schema().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + batch.schema().size() + " columns");
        }
        for (int i = 0; i < cells.length; i++) {
            append(batch.column(i), cells[i]);
        }
        return this;
    }

    int rows() {
        return batch.rows();
    }

    RowBatches toRows() {
        return RowBatches.of(batch);
    }

    private static void append(ColumnVector column, Object cell) {
        if (cell instanceof Optional<?> optional) {
            optional.ifPresentOrElse(value -> append(column, value), column::appendNull);
        } else if (cell instanceof OptionalLong optional) {
            optional.ifPresentOrElse(((LongVector) column)::append, column::appendNull);
        } else if (cell instanceof Instant time) {
            appendTime((LongVector) column, time);
        } else if (cell instanceof Map<?, ?> map) {
            MapVector entries = (MapVector) column;
            map.forEach((key, value) -> {
                append(entries.keys(), key);
                append(entries.values(), value);
            });
            entries.endRow();
        } else if (cell instanceof List<?> list) {
            list.forEach(element -> append(((ListVector) column).elements(), element));
            ((ListVector) column).endRow();
        } else {
            appendSimple(column, cell);
        }
    }

    /** A damaged object may name a time that microseconds can't hold; it is null. */
    private static void appendTime(LongVector column, Instant time) {
        long seconds = Math.abs(time.getEpochSecond());
        if (seconds > Long.MAX_VALUE / 1_000_000 - 1) {
            column.appendNull();
        } else {
            column.append(ChronoUnit.MICROS.between(Instant.EPOCH, time));
        }
    }

    private static void appendSimple(ColumnVector column, Object cell) {
        if (column instanceof LongVector longs) {
            longs.append(((Number) cell).longValue());
        } else {
            ((BytesVector) column).append(cell.toString());
        }
    }
}
