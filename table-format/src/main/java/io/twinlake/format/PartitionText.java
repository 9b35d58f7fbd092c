package io.twinlake.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Partition values, which the log has as text. */
final class PartitionText implements DataType.Cases<Object> {

    private final String text;

    private PartitionText(String text) {
        this.text = text;
    }

    static Object parse(String text, DataType type) {
        return type.match(new PartitionText(text));
    }

    @Override
    public Object primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> truth();
            case BYTE, SHORT, INTEGER, LONG -> Long.valueOf(text);
            case FLOAT -> (double) Float.parseFloat(text);
            case DOUBLE -> Double.valueOf(text);
            case STRING -> text;
            case BINARY -> text.getBytes(StandardCharsets.UTF_8);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP -> Micros.toInstant(micros());
            case TIMESTAMP_NTZ -> Micros.toDateTime(micros());
            case VARIANT, VOID -> throw notAPartition(type);
        };
    }

    private long micros() {
        long micros = Micros.parse(text);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw new DateTimeException("beyond the times that microseconds in 64 bits can tell");
        }
        return micros;
    }

    private boolean truth() {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    @Override
    public Object decimal(DataType.Decimal type) {
        return new BigDecimal(text).setScale(type.scale());
    }

    @Override
    public Object struct(DataType.Struct type) {
        throw notAPartition(type);
    }

    @Override
    public Object array(DataType.Array type) {
        throw notAPartition(type);
    }

    @Override
    public Object map(DataType.MapOf type) {
        throw notAPartition(type);
    }

    private static IllegalArgumentException notAPartition(DataType type) {
        return new IllegalArgumentException(
                "a column of type " + SchemaJson.describe(type) + " can't be a partition column");
    }
}
