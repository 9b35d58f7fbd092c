package io.twinlake.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.parquet.variant.Variant;

/**
 * One variant, in Parquet's binary encoding of variants.
 *
 * @param value the value itself
 * @param metadata the names of its fields
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below, never changed
public record VariantValue(byte[] value, byte[] metadata) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long NANOS = 1_000_000_000L;

    /** The variant in a row of a vector of variants, which is not null there. */
    public static VariantValue of(StructVector variants, int row) {
        return new VariantValue(((BytesVector) variants.field(0)).get(row), ((BytesVector) variants.field(1)).get(row));
    }

    /**
     * As JSON: times in ISO's form, bytes in base 64, numbers that JSON lacks as texts.
     *
     * @throws CorruptDataFileException if the bytes are no variant
     */
    public String toJson() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            write(new Variant(value, metadata), json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } catch (RuntimeException e) {
            throw new CorruptDataFileException("a variant of " + value.length + " bytes can't be read", e);
        }
        return text.toString();
    }

    private static void write(Variant variant, JsonGenerator json) throws IOException {
        switch (variant.getType()) {
            case OBJECT -> object(variant, json);
            case ARRAY -> array(variant, json);
            case NULL -> json.writeNull();
            case BOOLEAN -> json.writeBoolean(variant.getBoolean());
            case BYTE -> json.writeNumber(variant.getByte());
            case SHORT -> json.writeNumber(variant.getShort());
            case INT -> json.writeNumber(variant.getInt());
            case LONG -> json.writeNumber(variant.getLong());
            case STRING -> json.writeString(variant.getString());
            case DOUBLE -> json.writeNumber(variant.getDouble());
            case FLOAT -> json.writeNumber(variant.getFloat());
            case DECIMAL4, DECIMAL8, DECIMAL16 -> json.writeNumber(variant.getDecimal());
            case BINARY -> json.writeBinary(bytes(variant.getBinary()));
            case UUID -> json.writeString(variant.getUUID().toString());
            case DATE -> json.writeString(LocalDate.ofEpochDay(variant.getInt()).toString());
            case TIME ->
                json.writeString(
                        LocalTime.ofNanoOfDay(variant.getLong() * 1_000).toString());
            case TIMESTAMP_TZ ->
                json.writeString(Micros.toInstant(variant.getLong()).toString());
            case TIMESTAMP_NTZ ->
                json.writeString(Micros.toDateTime(variant.getLong()).toString());
            case TIMESTAMP_NANOS_TZ ->
                json.writeString(instant(variant.getLong()).toString());
            case TIMESTAMP_NANOS_NTZ ->
                json.writeString(LocalDateTime.ofInstant(instant(variant.getLong()), ZoneOffset.UTC)
                        .toString());
        }
    }

    private static void object(Variant variant, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (int i = 0; i < variant.numObjectElements(); i++) {
            Variant.ObjectField field = variant.getFieldAtIndex(i);
            json.writeFieldName(field.key);
            write(field.value, json);
        }
        json.writeEndObject();
    }

    private static void array(Variant variant, JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < variant.numArrayElements(); i++) {
            write(variant.getElementAtIndex(i), json);
        }
        json.writeEndArray();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VariantValue variant
                && Arrays.equals(variant.value, value)
                && Arrays.equals(variant.metadata, metadata);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(value) + Arrays.hashCode(metadata);
    }

    @Override
    public String toString() {
        return toJson();
    }
}
