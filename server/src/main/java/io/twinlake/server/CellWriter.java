package io.twinlake.server;

import com.fasterxml.jackson.core.JsonFactory;
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
import io.twinlake.format.StructVector;
import io.twinlake.format.VariantValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Writes one cell as JSON: times as ISO 8601 in UTC, decimals as exact numbers, binaries as Base64, NaN and the
 * infinities as strings, because JSON has no numbers for them.
 */
final class CellWriter implements DataType.Cases<Void> {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator out;
    private final ColumnVector vector;
    private final int row;

    private CellWriter(JsonGenerator out, ColumnVector vector, int row) {
        this.out = out;
        this.vector = vector;
        this.row = row;
    }

    static void write(JsonGenerator out, ColumnVector vector, int row) throws IOException {
        if (vector.isNull(row)) {
            out.writeNull();
            return;
        }
        try {
            vector.type().match(new CellWriter(out, vector, row));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** A cell as text for people: like JSON, but a string is itself, and null is empty. */
    static String text(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return "";
        }
        if (vector instanceof BytesVector bytes && vector.type() == DataType.Primitive.STRING) {
            return bytes.string(row);
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            write(out, vector, row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String json = text.toString();
        boolean quoted = json.length() > 1 && json.charAt(0) == '"';
        return quoted ? json.substring(1, json.length() - 1) : json;
    }

    @Override
    public Void primitive(DataType.Primitive type) {
        try {
            switch (type) {
                case BOOLEAN -> out.writeBoolean(((BooleanVector) vector).get(row));
                case BYTE, SHORT, INTEGER -> out.writeNumber(((IntVector) vector).get(row));
                case LONG -> out.writeNumber(((LongVector) vector).get(row));
                case FLOAT -> number(((FloatVector) vector).get(row));
                case DOUBLE -> number(((DoubleVector) vector).get(row));
                case STRING -> string((BytesVector) vector);
                case BINARY -> out.writeBinary(((BytesVector) vector).get(row));
                case DATE ->
                    out.writeString(
                            LocalDate.ofEpochDay(((IntVector) vector).get(row)).toString());
                case TIMESTAMP -> out.writeString(instant().toString());
                case TIMESTAMP_NTZ ->
                    out.writeString(
                            LocalDateTime.ofInstant(instant(), ZoneOffset.UTC).toString());
                case VARIANT ->
                    out.writeRawValue(
                            VariantValue.of((StructVector) vector, row).toJson());
                case VOID -> out.writeNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    @Override
    public Void decimal(DataType.Decimal type) {
        BigInteger unscaled = vector instanceof LongVector longs
                ? BigInteger.valueOf(longs.get(row))
                : new BigInteger(((BytesVector) vector).get(row));
        return writing(() -> out.writeNumber(new BigDecimal(unscaled, type.scale())));
    }

    @Override
    public Void struct(DataType.Struct type) {
        StructVector struct = (StructVector) vector;
        return writing(() -> {
            out.writeStartObject();
            for (int i = 0; i < type.fields().size(); i++) {
                out.writeFieldName(type.fields().get(i).name());
                write(out, struct.field(i), row);
            }
            out.writeEndObject();
        });
    }

    @Override
    public Void array(DataType.Array type) {
        ListVector list = (ListVector) vector;
        return writing(() -> {
            out.writeStartArray();
            for (int i = list.start(row); i < list.end(row); i++) {
                write(out, list.elements(), i);
            }
            out.writeEndArray();
        });
    }

    @Override
    public Void map(DataType.MapOf type) {
        MapVector map = (MapVector) vector;
        return writing(() -> {
            out.writeStartObject();
            for (int i = map.start(row); i < map.end(row); i++) {
                out.writeFieldName(text(map.keys(), i));
                write(out, map.values(), i);
            }
            out.writeEndObject();
        });
    }

    private void string(BytesVector bytes) throws IOException {
        out.writeString(bytes.string(row));
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeString(Double.toString(value));
        }
    }

    private void number(float value) throws IOException {
        if (Float.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeString(Float.toString(value));
        }
    }

    private Instant instant() {
        return Instant.EPOCH.plus(((LongVector) vector).get(row), ChronoUnit.MICROS);
    }

    private Void writing(Writing action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return null;
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }
}
