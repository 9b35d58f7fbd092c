package io.twinlake.log;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.RowPicks;
import io.twinlake.format.StructVector;
import java.util.Arrays;
import java.util.List;

/**
 * The order of live files in a checkpoint: by the least value of the first column that has one, so that who looks for a
 * value of it finds the files that may hold it side by side.
 *
 * @param positions where that column is below the column of live files; none if there is none
 */
record AddOrder(List<Integer> positions) {

    static AddOrder of(Field add) {
        int statistics = position((DataType.Struct) add.type(), CheckpointSchema.STATISTICS);
        if (statistics < 0) {
            return new AddOrder(List.of());
        }
        DataType.Struct typed = (DataType.Struct)
                ((DataType.Struct) add.type()).fields().get(statistics).type();
        int bounds = position(typed, "minValues");
        if (bounds < 0) {
            return new AddOrder(List.of());
        }
        List<Field> columns = ((DataType.Struct) typed.fields().get(bounds).type()).fields();
        for (int i = 0; i < columns.size(); i++) {
            if (isSorted(columns.get(i).type())) {
                return new AddOrder(List.of(statistics, bounds, i));
            }
        }
        return new AddOrder(List.of());
    }

    private static int position(DataType.Struct struct, String name) {
        for (int i = 0; i < struct.fields().size(); i++) {
            if (struct.fields().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSorted(DataType type) {
        return type instanceof DataType.Primitive primitive
                && switch (primitive) {
                    case STRING, BYTE, SHORT, INTEGER, LONG, DATE, TIMESTAMP, TIMESTAMP_NTZ -> true;
                    default -> false;
                };
    }

    /** The rows of batches of live files, sorted; equal ones as they are. */
    RowPicks sorted(List<RowBatch> batches) {
        int rows = batches.stream().mapToInt(RowBatch::rows).sum();
        Integer[] order = new Integer[rows];
        int[] sources = new int[rows];
        int[] within = new int[rows];
        int at = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            for (int row = 0; row < batches.get(batch).rows(); row++) {
                order[at] = at;
                sources[at] = batch;
                within[at++] = row;
            }
        }
        if (!positions.isEmpty()) {
            ColumnVector[] keys = batches.stream().map(this::keys).toArray(ColumnVector[]::new);
            Arrays.sort(order, (a, b) -> compare(keys[sources[a]], within[a], keys[sources[b]], within[b]));
        }
        return new RowPicks(
                Arrays.stream(order).mapToInt(i -> sources[i]).toArray(),
                Arrays.stream(order).mapToInt(i -> within[i]).toArray());
    }

    private ColumnVector keys(RowBatch batch) {
        ColumnVector vector = batch.column(0);
        for (int position : positions) {
            vector = ((StructVector) vector).field(position);
        }
        return vector;
    }

    /** Nulls, of which nothing is known, come first. */
    private static int compare(ColumnVector left, int a, ColumnVector right, int b) {
        if (left.isNull(a) || right.isNull(b)) {
            return Boolean.compare(!left.isNull(a), !right.isNull(b));
        }
        if (left instanceof BytesVector x && right instanceof BytesVector y) {
            int from = x.start(a);
            int to = y.start(b);
            return Arrays.compareUnsigned(x.array(), from, from + x.length(a), y.array(), to, to + y.length(b));
        }
        if (left instanceof LongVector x && right instanceof LongVector y) {
            return Long.compare(x.get(a), y.get(b));
        }
        return Integer.compare(((IntVector) left).get(a), ((IntVector) right).get(b));
    }

    /** How many rows of a sorted batch, from {@code from}, are not after the last row of another. */
    int upTo(RowBatch sorted, int from, RowBatch other) {
        if (positions.isEmpty() || other.rows() == 0) {
            return sorted.rows();
        }
        ColumnVector keys = keys(sorted);
        ColumnVector last = keys(other);
        int to = from;
        while (to < sorted.rows() && compare(keys, to, last, other.rows() - 1) <= 0) {
            to++;
        }
        return to;
    }
}
