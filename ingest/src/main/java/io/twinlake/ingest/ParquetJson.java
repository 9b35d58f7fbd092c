package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Values of Parquet columns as JSON, for dead letters. */
final class ParquetJson {

    private ParquetJson() {}

    /**
     * Writes a value into an open JSON object. Bytes that are no text are written in base64, numbers that JSON lacks as
     * texts.
     */
    static void write(RowBatch batch, int column, int row, JsonGenerator out) throws IOException {
        out.writeFieldName(batch.schema().field(column).name());
        write(batch.column(column), row, out);
    }

    private static void write(ColumnVector vector, int row, JsonGenerator out) throws IOException {
        if (vector.isNull(row)) {
            out.writeNull();
        } else if (vector instanceof BooleanVector booleans) {
            out.writeBoolean(booleans.get(row));
        } else if (isBytes(vector)) {
            byte[] bytes = ((BytesVector) vector).get(row);
            if (Utf8.malformedAt(bytes, 0, bytes.length) < 0) {
                out.writeString(new String(bytes, StandardCharsets.UTF_8));
            } else {
                out.writeBinary(bytes);
            }
        } else if (!Double.isFinite(floating(vector, row))) {
            out.writeString(String.valueOf(floating(vector, row)));
        } else if (!text(vector, row).isEmpty()) {
            out.writeNumber(text(vector, row));
        } else {
            writeNested(vector, row, out);
        }
    }

    private static void writeNested(ColumnVector vector, int row, JsonGenerator out) throws IOException {
        if (vector instanceof ListVector list) {
            out.writeStartArray();
            for (int element = list.start(row); element < list.end(row); element++) {
                write(list.elements(), element, out);
            }
            out.writeEndArray();
        } else if (vector instanceof StructVector struct && vector.type() instanceof DataType.Struct type) {
            out.writeStartObject();
            for (int i = 0; i < struct.fields().size(); i++) {
                out.writeFieldName(type.fields().get(i).name());
                write(struct.field(i), row, out);
            }
            out.writeEndObject();
        } else if (vector instanceof MapVector map) {
            out.writeStartArray();
            for (int entry = map.start(row); entry < map.end(row); entry++) {
                out.writeStartObject();
                out.writeFieldName("key");
                write(map.keys(), entry, out);
                out.writeFieldName("value");
                write(map.values(), entry, out);
                out.writeEndObject();
            }
            out.writeEndArray();
        } else {
            out.writeNull();
        }
    }

    /** The value of a floating-point number; 0 of anything else. */
    static double floating(ColumnVector vector, int row) {
        if (vector instanceof FloatVector floats) {
            return floats.get(row);
        }
        return vector instanceof DoubleVector doubles ? doubles.get(row) : 0;
    }

    /** A number as text, empty if it is none. */
    static String text(ColumnVector vector, int row) {
        if (vector instanceof BytesVector bytes && vector.type() instanceof DataType.Decimal decimal) {
            return new BigDecimal(new BigInteger(bytes.get(row)), decimal.scale()).toPlainString();
        }
        if (vector instanceof LongVector longs) {
            return vector.type() instanceof DataType.Decimal decimal
                    ? BigDecimal.valueOf(longs.get(row), decimal.scale()).toPlainString()
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

    static boolean isBytes(ColumnVector vector) {
        return vector instanceof BytesVector && !(vector.type() instanceof DataType.Decimal);
    }
}
