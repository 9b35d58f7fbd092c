package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.ingest.RecordSink.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Values of Parquet columns as fields of events. For one thread. */
final class ParquetValues {

    private final RecordSink sink;
    private final DecimalText number = new DecimalText();

    ParquetValues(RecordSink sink) {
        this.sink = sink;
    }

    void set(Field field, RowBatch batch, int column, int row) {
        ColumnVector vector = batch.column(column);
        if (vector.isNull(row)) {
            sink.setNull(field);
        } else if (vector instanceof BooleanVector booleans) {
            sink.setBoolean(field, booleans.get(row));
        } else if (isText(vector)) {
            BytesVector texts = (BytesVector) vector;
            int start = texts.start(row);
            sink.setText(field, texts.array(), start, start + texts.length(row));
        } else if (isTime(vector.type())) {
            sink.setTime(field, vector instanceof LongVector micros ? micros.get(row) : ((IntVector) vector).get(row));
        } else {
            setNumber(field, vector, row);
        }
    }

    /** Writes a value into an open JSON object; a nested one is left out. */
    static void write(RowBatch batch, int column, int row, JsonGenerator out) throws IOException {
        ColumnVector vector = batch.column(column);
        String name = batch.schema().field(column).name();
        if (vector.isNull(row)) {
            out.writeNullField(name);
        } else if (vector instanceof BooleanVector booleans) {
            out.writeBooleanField(name, booleans.get(row));
        } else if (isText(vector)) {
            out.writeStringField(name, ((BytesVector) vector).string(row));
        } else {
            String text = text(vector, row);
            if (!text.isEmpty()) {
                out.writeFieldName(name);
                out.writeNumber(text);
            }
        }
    }

    private void setNumber(Field field, ColumnVector vector, int row) {
        byte[] text = text(vector, row).getBytes(StandardCharsets.US_ASCII);
        if (text.length > 0 && number.read(text, 0, text.length) == text.length) {
            sink.setNumber(field, number);
        } else {
            sink.setNested(field);
        }
    }

    /** A number as text, empty if it is none. */
    private static String text(ColumnVector vector, int row) {
        if (vector instanceof LongVector longs) {
            return vector.type() instanceof DataType.Decimal decimal
                    ? java.math.BigDecimal.valueOf(longs.get(row), decimal.scale())
                            .toPlainString()
                    : Long.toString(longs.get(row));
        }
        if (vector instanceof IntVector ints) {
            return Integer.toString(ints.get(row));
        }
        if (vector instanceof FloatVector floats) {
            return Float.toString(floats.get(row));
        }
        return vector instanceof DoubleVector doubles ? Double.toString(doubles.get(row)) : "";
    }

    private static boolean isText(ColumnVector vector) {
        return vector instanceof BytesVector && vector.type() == DataType.Primitive.STRING;
    }

    private static boolean isTime(DataType type) {
        return type == DataType.Primitive.TIMESTAMP
                || type == DataType.Primitive.TIMESTAMP_NTZ
                || type == DataType.Primitive.DATE;
    }
}
