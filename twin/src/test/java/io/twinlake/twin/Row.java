package io.twinlake.twin;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a twin table, as values that can be compared and read; {@code recorded_at} is left out. */
record Row(
        String key,
        long observedAt,
        long bornAt,
        long seq,
        String cause,
        List<String> changed,
        Map<String, Object> values,
        @Nullable Object partition,
        @Nullable Object offset) {

    static List<Row> of(StateChanges changes) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < changes.rows().rows(); i++) {
            rows.add(of(changes.rows(), i));
        }
        return rows;
    }

    private static Row of(RowBatch batch, int row) {
        int last = batch.schema().size() - 1;
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = RowLayout.FIRST_VALUE; i < last - 2; i++) {
            Object value = value(batch.column(i), row);
            if (value != null) {
                values.put(batch.schema().field(i).name(), value);
            }
        }
        ListVector changed = (ListVector) batch.column(RowLayout.CHANGED);
        List<String> names = new ArrayList<>();
        for (int i = changed.start(row); i < changed.end(row); i++) {
            names.add(((BytesVector) changed.elements()).string(i));
        }
        return new Row(
                batch.bytes(RowLayout.KEY).string(row),
                batch.longs(RowLayout.OBSERVED_AT).get(row),
                batch.longs(RowLayout.BORN_AT).get(row),
                batch.longs(RowLayout.SEQ).get(row),
                batch.bytes(RowLayout.CAUSE).string(row),
                names,
                values,
                value(batch.column(last - 1), row),
                value(batch.column(last), row));
    }

    private static @Nullable Object value(ColumnVector column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        if (column instanceof BooleanVector flags) {
            return flags.get(row);
        }
        if (column instanceof IntVector numbers) {
            return (long) numbers.get(row);
        }
        if (column instanceof LongVector numbers) {
            return numbers.get(row);
        }
        if (column instanceof DoubleVector numbers) {
            return numbers.get(row);
        }
        if (column instanceof StructVector point) {
            return new PlainPoint(((DoubleVector) point.field(0)).get(row), ((DoubleVector) point.field(1)).get(row));
        }
        return ((BytesVector) column).string(row);
    }

    /** Short, for sentences: {@code "10 change [a, b] {a=1}"}, times in seconds. */
    String brief() {
        return seconds(observedAt) + " " + cause + " " + changed + " " + values;
    }

    static String seconds(long micros) {
        return micros % 1_000_000 == 0 ? Long.toString(micros / 1_000_000) : Double.toString(micros / 1e6);
    }
}
