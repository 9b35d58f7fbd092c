package io.twinlake.ingest;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.ingest.RecordSink.Field;
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
        } else if (ParquetJson.isBytes(vector)) {
            setText(field, (BytesVector) vector, row);
        } else if (isTime(vector.type())) {
            sink.setTime(field, vector instanceof LongVector micros ? micros.get(row) : ((IntVector) vector).get(row));
        } else if (!Double.isFinite(ParquetJson.floating(vector, row))) {
            sink.setNotFinite(field, ParquetJson.floating(vector, row));
        } else {
            setNumber(field, vector, row);
        }
    }

    private void setText(Field field, BytesVector texts, int row) {
        int start = texts.start(row);
        int end = start + texts.length(row);
        if (Utf8.malformedAt(texts.array(), start, end) >= 0) {
            sink.refuseBytes(field, "is " + texts.length(row) + " bytes that are no UTF-8 text");
        } else {
            sink.setText(field, texts.array(), start, end);
        }
    }

    private void setNumber(Field field, ColumnVector vector, int row) {
        byte[] text = ParquetJson.text(vector, row).getBytes(StandardCharsets.US_ASCII);
        if (text.length > 0 && number.read(text, 0, text.length) == text.length) {
            sink.setNumber(field, number);
        } else {
            sink.setNested(field);
        }
    }

    private static boolean isTime(DataType type) {
        return type == DataType.Primitive.TIMESTAMP
                || type == DataType.Primitive.TIMESTAMP_NTZ
                || type == DataType.Primitive.DATE;
    }
}
