package io.twinlake.compaction;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Compares rows of batches by their sort columns: nulls first, texts by their UTF-8 bytes, unboxed. */
final class RowOrder {

    private interface ValueOrder {
        int compare(ColumnVector left, int leftRow, ColumnVector right, int rightRow);
    }

    private final int[] columns;
    private final List<ValueOrder> orders;

    RowOrder(Schema schema, SortOrder order) {
        this.columns = order.columns().stream()
                .mapToInt(name -> schema.indexOf(name).orElseThrow())
                .toArray();
        this.orders = Arrays.stream(columns)
                .mapToObj(column ->
                        order(schema.field(column).name(), schema.field(column).type()))
                .toList();
    }

    int compare(RowBatch left, int leftRow, RowBatch right, int rightRow) {
        for (int i = 0; i < columns.length; i++) {
            ColumnVector a = left.column(columns[i]);
            ColumnVector b = right.column(columns[i]);
            boolean aNull = a.isNull(leftRow);
            boolean bNull = b.isNull(rightRow);
            int comparison = aNull || bNull
                    ? Boolean.compare(bNull, aNull)
                    : orders.get(i).compare(a, leftRow, b, rightRow);
            if (comparison != 0) {
                return comparison;
            }
        }
        return 0;
    }

    private static ValueOrder order(String name, DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return decimal.precision() <= 18 ? RowOrder::longs : RowOrder::bigIntegers;
        }
        if (!(type instanceof DataType.Primitive primitive)) {
            throw new IllegalArgumentException(
                    "column '" + name + "' of type " + type + " has no order; rows can't be sorted by it");
        }
        return switch (primitive) {
            case BOOLEAN -> (a, i, b, j) -> Boolean.compare(((BooleanVector) a).get(i), ((BooleanVector) b).get(j));
            case BYTE, SHORT, INTEGER, DATE, VOID ->
                (a, i, b, j) -> Integer.compare(((IntVector) a).get(i), ((IntVector) b).get(j));
            case LONG, TIMESTAMP, TIMESTAMP_NTZ -> RowOrder::longs;
            case FLOAT -> (a, i, b, j) -> Float.compare(((FloatVector) a).get(i), ((FloatVector) b).get(j));
            case DOUBLE -> (a, i, b, j) -> Double.compare(((DoubleVector) a).get(i), ((DoubleVector) b).get(j));
            case STRING, BINARY -> RowOrder::bytes;
            case VARIANT ->
                throw new IllegalArgumentException("column '" + name + "' is a variant; rows can't be sorted by it");
        };
    }

    private static int longs(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        return Long.compare(((LongVector) left).get(leftRow), ((LongVector) right).get(rightRow));
    }

    private static int bigIntegers(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        return new BigInteger(((BytesVector) left).get(leftRow))
                .compareTo(new BigInteger(((BytesVector) right).get(rightRow)));
    }

    private static int bytes(ColumnVector left, int leftRow, ColumnVector right, int rightRow) {
        BytesVector a = (BytesVector) left;
        BytesVector b = (BytesVector) right;
        int i = a.start(leftRow);
        int j = b.start(rightRow);
        return Arrays.compareUnsigned(a.array(), i, i + a.length(leftRow), b.array(), j, j + b.length(rightRow));
    }
}
