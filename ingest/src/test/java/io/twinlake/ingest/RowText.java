package io.twinlake.ingest;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.List;

/** Rows as texts that compare. */
final class RowText {

    private RowText() {}

    static String of(RowBatch batch, int row, String without) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < batch.schema().size(); column++) {
            String name = batch.schema().field(column).name();
            if (!name.equals(without) && !batch.column(column).isNull(row)) {
                cells.add(name + "=" + value(batch.column(column), row));
            }
        }
        return String.join(" ", cells);
    }

    private static String value(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return "null";
        }
        if (vector instanceof LongVector longs) {
            return vector.type() == DataType.Primitive.TIMESTAMP
                    ? Clocks.instant(longs.get(row)).toString()
                    : Long.toString(longs.get(row));
        }
        if (vector instanceof IntVector ints) {
            return Integer.toString(ints.get(row));
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.toString(doubles.get(row));
        }
        if (vector instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.get(row));
        }
        if (vector instanceof BytesVector bytes) {
            return bytes.string(row);
        }
        return nested(vector, row);
    }

    private static String nested(ColumnVector vector, int row) {
        List<String> values = new ArrayList<>();
        if (vector instanceof ListVector list) {
            for (int i = list.start(row); i < list.end(row); i++) {
                values.add(value(list.elements(), i));
            }
        } else if (vector instanceof StructVector struct) {
            struct.fields().forEach(field -> values.add(value(field, row)));
        }
        return values.toString();
    }
}
