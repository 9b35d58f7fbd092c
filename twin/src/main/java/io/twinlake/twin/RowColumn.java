package io.twinlake.twin;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A column that a formula of rows reads, and the slot that it is read into.
 *
 * @param top the name of its topmost column
 * @param positions where it is in the schema and in each struct
 */
record RowColumn(String top, List<Integer> positions, DataType type, Layout.Slot slot) {

    private static final int EXACT_DIGITS = 15;

    /** The type of its values in formulas; empty where they have none. */
    static Optional<ValueType> valueType(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return decimal.precision() <= EXACT_DIGITS ? Optional.of(ValueType.DOUBLE) : Optional.empty();
        }
        if (!(type instanceof DataType.Primitive primitive)) {
            return Optional.empty();
        }
        return switch (primitive) {
            case BOOLEAN -> Optional.of(ValueType.BOOLEAN);
            case BYTE, SHORT, INTEGER -> Optional.of(ValueType.INT);
            case LONG -> Optional.of(ValueType.LONG);
            case FLOAT, DOUBLE -> Optional.of(ValueType.DOUBLE);
            case STRING -> Optional.of(ValueType.STRING);
            case DATE -> Optional.of(ValueType.DATE);
            case TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(ValueType.TIMESTAMP);
            case BINARY, VARIANT, VOID -> Optional.empty();
        };
    }

    void load(RowBatch batch, int row, Slots into) {
        ColumnVector vector = batch.column(positions.get(0));
        for (int position : positions.subList(1, positions.size())) {
            if (vector.isNull(row)) {
                into.setNull(slot);
                return;
            }
            vector = ((StructVector) vector).field(position);
        }
        if (vector.isNull(row)) {
            into.setNull(slot);
        } else {
            value(vector, row, into);
        }
    }

    private void value(ColumnVector vector, int row, Slots into) {
        if (type instanceof DataType.Decimal decimal) {
            into.setDecimal(
                    slot.at(),
                    BigDecimal.valueOf(((LongVector) vector).get(row), decimal.scale())
                            .doubleValue());
        } else if (vector instanceof BytesVector texts) {
            into.setText(slot.at(), texts.string(row));
        } else if (vector instanceof BooleanVector flags) {
            into.setFlag(slot.at(), flags.get(row));
        } else if (vector instanceof FloatVector floats) {
            into.setDecimal(slot.at(), floats.get(row));
        } else if (vector instanceof DoubleVector doubles) {
            into.setDecimal(slot.at(), doubles.get(row));
        } else if (vector instanceof IntVector ints) {
            into.setWord(slot.at(), ints.get(row));
        } else {
            into.setWord(slot.at(), ((LongVector) vector).get(row));
        }
    }
}
